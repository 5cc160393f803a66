package dev.chainrule.callback;

import java.io.Serial;
import java.net.UnknownHostException;

/** A host has only addresses that callbacks may not go to. */
final class PrivateAddressException extends UnknownHostException {
    @Serial
    private static final long serialVersionUID = 1;

    PrivateAddressException(String host) {
        super(host);
    }
}
