// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Thrown for a text that is not an address; the message quotes the text and says what is wrong with it. */
public final class AddressFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    AddressFormatException(String message) {
        super(message);
    }
}
