// SPDX-License-Identifier: Apache-2.0
// Names of every part of the grammar that a C++20 compiler can be made to emit. Nothing here runs.
#include <array>
#include <compare>
#include <concepts>
#include <coroutine>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

namespace {
struct Hidden { int v; void touch(); };
void Hidden::touch() { v++; }
enum class Mode : short { Off = -1, On = 1 };
}

namespace ns {
inline namespace v2 { struct Inline { Inline(); ~Inline(); template <class T> operator T() const; }; }
Inline::Inline() {} Inline::~Inline() {}
template <class T> Inline::operator T() const { return T(); }
template Inline::operator int() const; template Inline::operator std::vector<int>() const;
struct __attribute__((abi_tag("tagged", "twice"))) Tagged { void f(); };
void Tagged::f() {}
Tagged tagged() { return {}; }
}

// Types
void types(bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long, long long,
           unsigned long long, __int128, unsigned __int128, float, double, long double, wchar_t, char8_t, char16_t, char32_t,
           std::nullptr_t, ...) {}
void arrays(int (&)[3], int (*)[2][5], const int (&)[4], int (&&)[1], void (*(&)[2])(int)) {}
void functions(int (*)(char), int (*(*)(char))(long), void (&)(), void (*)() noexcept, int (*(*)[2])(int)) {}
void members(int Hidden::*, void (Hidden::*)(), void (Hidden::*)(int) const volatile &, int (Hidden::*)(...) && noexcept,
             int (*Hidden::*)(), int (Hidden::*)[3]) {}
void qualified(const volatile int *const *volatile, int *__restrict, const int &&, volatile char &) {}
void complexes(_Complex float, _Complex double *) {}
typedef int Vec4 __attribute__((vector_size(16)));
void vectors(Vec4, Vec4 &, Vec4) {}
void modes(Mode) {}

// Operators
struct Ops {
  Ops operator+(const Ops &) const; Ops operator-() const; Ops operator~() const; bool operator!() const; Ops &operator++();
  Ops operator++(int); Ops *operator->(); Ops &operator*(); int operator[](int) const; int operator()(int, ...) &;
  int operator()(int) &&; Ops operator,(int); bool operator==(const Ops &) const; std::strong_ordering operator<=>(const Ops &) const;
  void *operator new(std::size_t); void *operator new[](std::size_t); void operator delete(void *); void operator delete[](void *);
  Ops &operator<<=(int); Ops &operator>>=(int); Ops &operator=(int); Ops operator&(int); int operator->*(int);
  operator bool() const; operator const char *() const; using Fn = int (*)(char); operator Fn() const;
  bool operator<(int) const; bool operator>(int) const; bool operator&&(int) const; bool operator||(int) const;
};
Ops Ops::operator+(const Ops &) const { return {}; } Ops Ops::operator-() const { return {}; } Ops Ops::operator~() const { return {}; }
bool Ops::operator!() const { return false; } Ops &Ops::operator++() { return *this; } Ops Ops::operator++(int) { return *this; }
Ops *Ops::operator->() { return this; } Ops &Ops::operator*() { return *this; } int Ops::operator[](int) const { return 0; }
int Ops::operator()(int, ...) & { return 0; } int Ops::operator()(int) && { return 0; } Ops Ops::operator,(int) { return {}; }
bool Ops::operator==(const Ops &) const { return true; }
std::strong_ordering Ops::operator<=>(const Ops &) const { return std::strong_ordering::equal; }
void *Ops::operator new(std::size_t n) { return ::operator new(n); } void *Ops::operator new[](std::size_t n) { return ::operator new(n); }
void Ops::operator delete(void *p) { ::operator delete(p); } void Ops::operator delete[](void *p) { ::operator delete(p); }
Ops &Ops::operator<<=(int) { return *this; } Ops &Ops::operator>>=(int) { return *this; } Ops &Ops::operator=(int) { return *this; }
Ops Ops::operator&(int) { return {}; } int Ops::operator->*(int) { return 0; } Ops::operator bool() const { return true; }
Ops::operator const char *() const { return ""; } Ops::operator Fn() const { return nullptr; } bool Ops::operator<(int) const { return true; } bool Ops::operator>(int) const { return true; }
bool Ops::operator&&(int) const { return true; } bool Ops::operator||(int) const { return true; }
long double operator""_metre(long double v) { return v; } std::size_t operator""_len(const char *, std::size_t n) { return n; }
template <char... Cs> int operator""_chars() { return sizeof...(Cs); }
int charsUser() { return 12_chars; }

// Classes: vtables, thunks, VTTs, construction vtables, guards, thread locals
struct Base { virtual ~Base(); virtual Base *clone(); virtual void run() {} int b; };
struct Left : virtual Base { Left *clone() override; void run() override {} };
struct Right : virtual Base { Right *clone() override; };
struct Most : Left, Right { Most *clone() override; void run() override {} };
Base::~Base() {} Base *Base::clone() { return this; } Left *Left::clone() { return this; } Right *Right::clone() { return this; }
Most *Most::clone() { return this; }
Most most;
struct Inheriting : std::string { using std::string::string; };
Inheriting inheriting("x");
int counter() { static std::string s("guarded"); static thread_local int t = s.size(); return t++; }
thread_local std::string perThread = "t";
const std::string &extended = std::string("kept");
const std::initializer_list<std::string> &list = {"a", "b"};
std::size_t useAll() { return perThread.size() + extended.size() + list.size(); }

// Templates, packs, expressions
template <class... Ts> struct Pack { template <class... Us> static std::tuple<std::pair<Ts, Us>...> both(Us...); };
void packs() {
  Pack<int, char>::both(1L, short(2));
  Pack<>::both();
}
template <class T, T... Vs> void values() {}
template void values<int, 1, -2>(); template void values<bool, true, false>(); template void values<char, 'x'>();
template void values<unsigned long long, 7ull>(); template void values<Mode, Mode::Off, Mode::On>(); template void values<short>();
template <auto V> struct Auto { void f() {} };
template struct Auto<3>; template struct Auto<&most>; template struct Auto<nullptr>; template struct Auto<&Ops::operator+>;
template struct Auto<&Hidden::v>; template struct Auto<'c'>; template struct Auto<3ul>;
template <template <class...> class C, class T> void container(C<T>) {}
template void container<std::vector, int>(std::vector<int>);
template <int N, class T> auto decl(T t, int (&a)[N + 1]) -> decltype(t + a[0]) { return t + a[0]; }
template auto decl<2, long>(long, int (&)[3]) -> decltype(0l + 1);
template <class T> auto call(T t) -> decltype(t.size(), (void)(*t.begin()), sizeof(T), static_cast<int>(t.size())) { return 0; }
template auto call<std::string>(std::string) -> int;
template <class T> std::enable_if_t<(sizeof(T) > 2) && !std::is_same_v<T, long>, T> sized(T t) { return t; }
template int sized<int>(int);
template <class T, class U = typename T::value_type> auto member(T *t, U u) -> decltype(t->~T(), t->operator[](0), T::npos, u);
template <class... Ts> auto fold(Ts... ts) -> decltype((ts + ...)) { return (ts + ...); }
template int fold<int, int>(int, int);
template <class... Ts> auto foldInit(Ts... ts) -> decltype((0 + ... + ts)) { return (0 + ... + ts); }
template long foldInit<int, long>(int, long);
template <class T> auto make(T t) -> decltype(new T(t), new T[3], delete (T *)nullptr, delete[] (T *)nullptr, ::new (nullptr) T{t}, T{t}, T(), int(t));
template <class T, class U> auto ternary(T t, U u) -> decltype(t < u ? t : u, -t, !t, t = u, t <<= 1, t & u, t | u, t ^ u, t % 3, (&t)[u]);
template <class... Ts> auto counts(Ts... ts) -> std::array<int, sizeof...(Ts) + sizeof...(ts)>;
void expressions() { std::string s; member(&s, 'c'); make(1); ternary(1, 2); counts(1, 'c'); }
template <class T> auto cast(T *t) -> decltype(dynamic_cast<Base *>(t), const_cast<const T *>(t), reinterpret_cast<char *>(t), alignof(T), t->Base::run()) {}
#ifdef __clang__
template <class T> auto onlyClang(T *t) -> decltype(typeid(T), typeid(*t), noexcept(t->run()), t->Base::run()) {}
template void onlyClang<Left>(Left *);
#endif
template void cast<Left>(Left *);
template <class T> void noexcepts(T (*)() noexcept(sizeof(T) > 1)) {}
template <class F> void takes(F f) { f(1); }
template <class T> struct Outer { template <class U> struct Inner { void f(T, U, Inner<U> *) {} friend void bond(Inner) {} }; };
template struct Outer<int>::Inner<char>;
void friends() { bond(Outer<int>::Inner<long>()); }

// Lambdas, local and unnamed entities
auto global = [](int a) { return a; };
struct { int x; void f(struct Unseen *) {} } unnamedVariable;
template <class T> void local(T t) {
  struct Local { T t; void f() { auto in = [this](auto x) { return x + sizeof(*this); }; in(1); } enum { A }; };
  Local{t}.f();
  auto generic = [t](auto a, auto *b, auto &&...c) { return [=] { return t; }; };
  generic(1, &t, 'c', 2.0)();
  auto templated = []<class U, int N, template <class> class C, class... Vs>(U (&)[N], C<U> *, Vs...) { return N; };
  T array[2]; templated(array, (std::allocator<T> *)nullptr, 1, 2L);
  takes([](int i) { return i; }); takes([&](auto i) mutable { return t + i; });
  static int once = [] { return 3; }(); (void)once;
}
void locals() { local(1); local(2.5f); (void)global(1); unnamedVariable.f(nullptr); }
struct Defaults { static int f(int a = [] { return 1; }(), int b = [] { return 2; }()); int m = [] { return 4; }(); };
int Defaults::f(int a, int b) { return a + b; }
int defaults() { return Defaults::f() + Defaults().m; }
inline auto inlineLambda = [](auto x) { struct In { int v; int get() { return v; } }; return In{int(x)}.get(); };
int useInline() { return inlineLambda(1) + inlineLambda('c'); }
extern "C" int c_function() { struct InC { static int g() { return 1; } }; return InC::g(); }

// Concepts and constraints
template <class T> concept Small = sizeof(T) <= 4;
template <class T> concept Addable = requires(T a, T b) { { a + b } -> std::same_as<T>; typename T::type; requires Small<T>; };
template <Small T> void constrained(T) {}
template void constrained<int>(int);
template <class T> requires Small<T> && (!std::is_pointer_v<T>) void clause(T) {}
template void clause<char>(char);
template <class T> void trailing(T) requires(sizeof(T) == 1) {}
template void trailing<char>(char);
void abbreviated(Small auto a, auto... rest) { }
void useAbbreviated() { abbreviated(1, 2, 'c'); }
template <class T> struct Constrained { void f() requires Small<T> {} };
template struct Constrained<int>;
struct Literal { int a; unsigned b; friend auto operator<=>(const Literal &, const Literal &) = default; };
template <Literal L> void literal() {}
template void literal<Literal{1, 2}>();
template <std::size_t N> struct Name { char s[N]; constexpr Name(const char (&t)[N]) { for (std::size_t i = 0; i < N; i++) s[i] = t[i]; } };
template <Name N> void named() {}
template void named<"abc">();
template <double D> void floating() {}
#if defined(__GNUC__) && !defined(__clang__)
template void floating<1.5>();
#endif

// Coroutines
struct Task { struct promise_type { Task get_return_object() { return {}; } std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} }; };
Task coroutine(int n, std::string s) { if (n) co_await std::suspend_never(); co_return; }

// The library's own
void library() {
  std::map<std::string, std::vector<std::function<int(const std::string &, long)>>> m; m["a"].push_back([](const std::string &s, long l) { return int(s.size() + l); });
  std::variant<int, std::string, std::optional<std::tuple<char, long>>> v = "x"; std::visit([](auto &&x) { (void)x; }, v);
  auto p = std::make_shared<std::array<std::unique_ptr<Base, std::default_delete<Base>>, 2>>(); (void)p;
  auto &[a, b] = *new std::pair<int, std::string_view>(); (void)a; (void)b;
}
