// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.model.Mapping;
import io.addrscope.model.Unloaded;

/**
 * Is told of code of files that comes and goes, as far as somebody asks for addresses in it. Called on the thread that
 * asked, without any lock; throws nothing.
 */
public interface LibraryWatcher {

    /** Code was seen for the first time. */
    void arrived(Mapping mapping);

    /** Code that was seen was found to be gone. */
    void departed(Unloaded unloaded);
}
