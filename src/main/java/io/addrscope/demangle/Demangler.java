// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Demangles symbol names of C++ (Itanium C++ ABI) and Rust (legacy and v0), whichever a name is.
 *
 * <pre>
 * Demangler.of(Style.FULL).demangle("_ZNSt6vectorIiSaIiEE4sizeEv")  std::vector&lt;int, std::allocator&lt;int&gt;&gt;::size()
 * Demangler.of(Style.FULL).demangle("malloc")                       malloc
 * </pre>
 *
 * <p>A name that is not mangled, or that cannot be demangled within the bounds of this package, is returned as it is: no
 * string makes this fail. A symbol version ({@code @@GLIBCXX_3.4}) or {@code @plt} stays behind the name. What compilers
 * append for parts and copies of functions is shown in parentheses: {@code f() (.cold)}.
 *
 * <p>Immutable and safe for use by many threads. A call takes time in proportion to the length of the two names, and
 * allocates little more than the result.
 */
public final class Demangler {
    private final Style style;
    private final boolean showsHashes;

    /** The memory of a call that ended, for the next one: at most one is kept, so threads that meet here do not wait. */
    private final AtomicReference<@Nullable Workspace> idle = new AtomicReference<>();

    private Demangler(Style style, boolean showsHashes) {
        this.style = style;
        this.showsHashes = showsHashes;
    }

    /** A demangler of this style, which hides the hashes of Rust names. */
    public static Demangler of(Style style) {
        return new Demangler(style, false);
    }

    /**
     * A demangler like this one that shows the hashes of Rust names: {@code core::fmt::write::h0123456789abcdef}, {@code
     * mycrate[8a1b]::f}. They tell apart crates of one name, and instances of one generic function.
     */
    public Demangler withHashes() {
        return new Demangler(style, true);
    }

    /** Returns whether the beginning of a name tells that it is not mangled. */
    public static boolean isPlain(String raw) {
        // A leading dot marks code on targets with function descriptors.
        int first = raw.startsWith(".") ? 1 : 0;
        int at = first;
        while (at < raw.length() && raw.charAt(at) == '_') {
            at++;
        }
        // The prefixes are "_R", and "_Z" behind up to three more underscores.
        return at == first || at == raw.length() || (raw.charAt(at) != 'Z' && raw.charAt(at) != 'R');
    }

    /** The demangled name, or {@code raw} itself if it is not a mangled name. */
    public String demangle(String raw) {
        if (isPlain(raw) || raw.length() > Limits.INPUT) {
            return raw;
        }
        @Nullable Workspace taken = idle.getAndSet(null);
        Workspace workspace = taken == null ? new Workspace() : taken;
        String demangled;
        try {
            demangled = workspace.demangle(raw, style, showsHashes);
        } catch (Malformed e) {
            demangled = raw;
        } catch (StackOverflowError e) {
            // The caller was at the end of its stack: depth is bounded, but not what was left.
            return raw;
        }
        if (!workspace.isLarge()) {
            idle.set(workspace);
        }
        return demangled;
    }
}
