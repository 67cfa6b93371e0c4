// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.AddressSpace;
import io.addrscope.model.Source;
import java.nio.file.Path;

/** A process with libraries to ask about, which tells what its dynamic loader knows of them. */
interface Host extends AutoCloseable {

    /** Opens its address space. */
    AddressSpace space(Source source);

    /** Loads a library, once however often it is called. */
    LoaderView load(Path library);

    /** The address of a symbol of a loaded library, by {@code dlsym}. */
    long symbol(Path library, String name);

    @Override
    void close();
}
