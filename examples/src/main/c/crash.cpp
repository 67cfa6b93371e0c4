// SPDX-License-Identifier: Apache-2.0
// A library that reads through a null pointer, in a function that is inlined into another: for examples/run crash.
#include <jni.h>

namespace inventory {

struct Item {
    long price;
    long weight;
};

template <typename Unit>
class Shelf {
public:
    explicit Shelf(const Item *items) : items(items) {}

    long heaviest(int count) const {
        long most = 0;
        for (int i = 0; i < count; i++) {
            long weight = weigh(items[i]);
            most = weight > most ? weight : most;
        }
        return most;
    }

private:
    static long weigh(const Item &item) { return item.weight / Unit::grams; }

    const Item *items;
};

struct Kilogram {
    static constexpr long grams = 1000;
};

__attribute__((noinline)) static long report(const Item *items, int count) {
    return Shelf<Kilogram>(items).heaviest(count) + 1;
}

}  // namespace inventory

extern "C" JNIEXPORT jlong JNICALL
Java_io_addrscope_examples_CrashInLibrary_heaviest(JNIEnv *, jclass, jlong items, jint count) {
    return inventory::report(reinterpret_cast<const inventory::Item *>(items), count) + 1;
}
