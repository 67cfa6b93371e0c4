// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.model.Source;
import io.addrscope.testing.Toolchain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JVM that runs the tests, with libraries that JNA loads into it. */
final class OwnProcess implements Host {

    private static final int ANSWER_BYTES = 4096;

    private static final NativeLibrary LOADER = loader();

    /** JNA unloads a library that nobody refers to any more. */
    private static final Map<Path, NativeLibrary> LOADED = new ConcurrentHashMap<>();

    private static NativeLibrary loader() {
        Path directory = Toolchain.temporaryDirectory("addrscope-loader");
        Path library = directory.resolve("loaded.so");
        String source = Toolchain.source("loaded.c", directory).toString();
        Toolchain.compile(library, "gcc", List.of("-O1", "-shared", "-fPIC"), List.of(source));
        return NativeLibrary.getInstance(library.toString());
    }

    private static NativeLibrary library(Path path) {
        return LOADED.computeIfAbsent(path, key -> NativeLibrary.getInstance(key.toString()));
    }

    @Override
    public AddressSpace space(Source source) {
        return AddressSpace.self(source);
    }

    @Override
    public LoaderView load(Path library) {
        library(library);
        byte[] answer = new byte[ANSWER_BYTES];
        Object[] arguments = {library.toString(), answer, answer.length};
        assertThat(LOADER.getFunction("addrscope_describe").invokeInt(arguments))
                .as("the loader knows %s", library)
                .isEqualTo(1);
        String text = new String(answer, StandardCharsets.US_ASCII);
        return LoaderView.parse(text.substring(0, text.indexOf(0)));
    }

    @Override
    public long symbol(Path library, String name) {
        return Pointer.nativeValue(library(library).getGlobalVariableAddress(name));
    }

    @Override
    public void close() {}
}
