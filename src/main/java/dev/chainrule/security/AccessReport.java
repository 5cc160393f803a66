package dev.chainrule.security;

import dev.chainrule.security.AdminKey.Source;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the report at start says about access. */
@Component
public class AccessReport {
    private final OpenAccess open;
    private final AdminKey adminKey;

    AccessReport(OpenAccess open, AdminKey adminKey) {
        this.open = open;
        this.adminKey = adminKey;
    }

    /** Who may call, and with which key. */
    public String inWords() {
        return open.inWords() + switch (adminKey.source()) {
            case Source.NotNeeded() -> "";
            case Source.Setting() -> "; the admin key is CHAINRULE_ADMIN_KEY";
            case Source.Stored(var file) -> "; the admin key is in " + file;
            case Source.MadeNow(var file, var _) -> "; the admin key is in " + file;
        };
    }

    /** An option of curl with the admin key, after a space; empty if an example that trains needs no key. */
    public String curlOption() {
        if (open.isOpenFor(KeyRole.TRAINER)) {
            return "";
        }
        return switch (adminKey.source()) {
            case Source.NotNeeded() -> "";
            case Source.Setting() -> header("$CHAINRULE_ADMIN_KEY");
            case Source.Stored(var file) -> header("$(cat '" + file + "')");
            case Source.MadeNow(var file, var _) -> header("$(cat '" + file + "')");
        };
    }

    private static String header(String key) {
        return " -H \"Authorization: Bearer " + key + "\"";
    }

    /** Stores and prints a key that was made at this start, below the report. It is not logged: logs are stored and sent to others. */
    @EventListener
    @Order
    void storeAndPrintNewKey(ApplicationReadyEvent started) {
        if (adminKey.source() instanceof Source.MadeNow made) {
            adminKey.store(made);
            System.out.printf(
                    """
                            The admin key, made at this start. It is printed this once; %s has it, too. It makes keys for others.

                              %s

                            """,
                    made.file(), made.key().reveal());
        }
    }
}
