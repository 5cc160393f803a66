package dev.chainrule.health;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Warns at start if the virtual machine would continue after an {@link OutOfMemoryError}, after which no state can be trusted. */
@Component
class OutOfMemoryWarning {
    private static final Logger log = LoggerFactory.getLogger(OutOfMemoryWarning.class);

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        var virtualMachine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (virtualMachine == null || !endsOnOutOfMemory(name -> virtualMachine.getVMOption(name).getValue())) {
            log.warn("The process may outlive an OutOfMemoryError and then damage its database:"
                    + " start java with -XX:+ExitOnOutOfMemoryError");
        }
    }

    /** @param option gives the value of an option of the virtual machine by its name */
    static boolean endsOnOutOfMemory(UnaryOperator<String> option) {
        return Boolean.parseBoolean(option.apply("ExitOnOutOfMemoryError"))
                || Boolean.parseBoolean(option.apply("CrashOnOutOfMemoryError"))
                || !option.apply("OnOutOfMemoryError").isEmpty();
    }
}
