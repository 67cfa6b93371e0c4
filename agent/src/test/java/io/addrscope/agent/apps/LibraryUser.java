// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

/** Loads a library on behalf of its own class loader. */
public final class LibraryUser implements Runnable {

    private final String library;

    public LibraryUser(String library) {
        this.library = library;
    }

    @Override
    public void run() {
        System.load(library);
    }
}
