// SPDX-License-Identifier: Apache-2.0
// Ways to die in C++, with the names that it makes: templates, lambdas, virtual functions, anonymous namespaces.

#include <functional>
#include <jni.h>
#include <stdexcept>

#define WAY(name) extern "C" JNIEXPORT jlong JNICALL Java_io_addrscope_crashlab_Ways_##name
#define FRAME __attribute__((noinline))

namespace zoo {

template <typename T>
class Cage {
public:
    explicit Cage(const volatile T *animal) : animal_(animal) {}

    T look() const { return *animal_; }

    FRAME T feed(int times) const {
        T sum = 0;
        for (int i = 0; i < times; i++) {
            sum += look();
        }
        return sum;
    }

private:
    const volatile T *animal_;
};

namespace {

struct Keeper {
    virtual ~Keeper() = default;
    virtual jlong visit(const Cage<jlong> &cage) const = 0;
};

struct Careful final : Keeper {
    FRAME jlong visit(const Cage<jlong> &cage) const override { return cage.feed(2) + 1; }
};

FRAME jlong round(const Keeper &keeper, const Cage<jlong> &cage) {
    auto inspect = [&](int times) FRAME { return keeper.visit(cage) * times; };
    return inspect(3) + 1;
}

} // namespace

FRAME jlong open(jlong address) {
    Careful keeper;
    return round(keeper, Cage<jlong>(reinterpret_cast<const volatile jlong *>(address))) + 1;
}

} // namespace zoo

WAY(readInStatic)(JNIEnv *, jclass, jlong address) {
    return zoo::open(address) + 1;
}

// Nobody catches it: std::terminate, then abort.
WAY(abort)(JNIEnv *, jclass) {
    throw std::runtime_error("the cage is open");
}
