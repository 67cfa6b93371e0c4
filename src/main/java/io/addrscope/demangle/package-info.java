// SPDX-License-Identifier: Apache-2.0
/**
 * Turns mangled symbol names into what a programmer wrote: C++ as the Itanium C++ ABI mangles it, Rust in its legacy form and in
 * v0 (RFC 2603). Pure Java, uses no other package, and can be used by itself. Start with {@link
 * io.addrscope.demangle.Demangler}.
 *
 * <p>Two programs, one idea each. C++ is read into a tree ({@link io.addrscope.demangle.CxxParser} and the parsers that it holds, one
 * an area of the ABI's grammar) and then printed ({@link io.addrscope.demangle.CxxPrinter}), because a C++ declaration is
 * written around its name. Rust is printed as it is read ({@link io.addrscope.demangle.RustV0}, {@link
 * io.addrscope.demangle.RustLegacy}). {@link io.addrscope.demangle.Workspace} decides which. All memory but the result is kept
 * from call to call; {@link io.addrscope.demangle.Limits} bounds what one name may cost.
 *
 * <h2>What names look like</h2>
 *
 * C++ and Rust v0 are shown as llvm-cxxfilt (LLVM 22) shows them, spaces included. c++filt (GNU binutils 2.40) differs from it in
 * these classes:
 *
 * <ul>
 *   <li>{@code A<B<C> >} for {@code A<B<C>>}, and {@code operator<< <T>} for {@code operator<<<T>};
 *   <li>{@code f() [clone .cold]} for {@code f() (.cold)};
 *   <li>{@code std::basic_string<char, ...>} and the streams written out for {@code std::string}, {@code std::ostream};
 *   <li><code>{lambda(int)#1}</code>, <code>{unnamed type#1}</code>, <code>{default arg#1}</code>, {@code auto:1} for {@code
 *       'lambda'(int)}, {@code 'unnamed'}, nothing, {@code auto};
 *   <li>expressions: {@code decltype (x)}, <code>{parm#1}</code>, other parentheses, {@code &(f(int))}, floating literals as
 *       bits ({@code (double)[3ff0000000000000]}), {@code (decltype(nullptr))0};
 *   <li>types: {@code __vector(4)}, {@code _Complex}, {@code decltype(nullptr)}, {@code noexcept const} for {@code const noexcept};
 *   <li>{@code TLS init function}, {@code TLS wrapper function}, {@code reference temporary #0} for longer or shorter words;
 *   <li>what it does not know: C++20 constraints, template parameters of lambdas, blocks, elaborated types, {@code this} parameters;
 *   <li>Rust: hashes always shown, also those that are none ({@code f16[0]}), types of constants ({@code 3: usize}), no suffixes,
 *       constants of 128 bits cut wrong, no escapes in characters, no {@code $u..$} escapes but those of ASCII.
 * </ul>
 *
 * Without parameters, {@code c++filt -p} and {@code llvm-cxxfilt -p} show no suffixes, and keep the parameters of special names
 * (c++filt), of functions around a local name and of functions that are template arguments, all of which are left out here.
 *
 * <p>Where llvm-cxxfilt gives up and there is a meaning, the name is demangled all the same: {@code transaction clone for} and
 * {@code hidden alias for} (as c++filt), {@code _Float32x}, {@code new T{x}}, literals of complex types, template parameters in the
 * parameters of local classes' members, the later additions to Rust's types and constants. Where what it writes means something else, it
 * is not followed: division binds as multiplication does, {@code (a + 1) / 2} and not {@code a + 1 / 2}. Legacy Rust names,
 * which llvm-cxxfilt takes for C++, are shown as c++filt -s rust does, without the hash. Versions of llvm-cxxfilt before 15
 * write {@code A<B<C> >}, put more parentheses into expressions and leave out the {@code ::} of global names.
 */
@NullMarked
package io.addrscope.demangle;

import org.jspecify.annotations.NullMarked;
