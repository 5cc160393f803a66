package dev.chainrule;

import dev.chainrule.database.RestoreCommand;
import dev.chainrule.health.FatalErrorGuard;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts the service, or restores its database. Errors are answered by package {@code problem}, not by Spring Boot's error pages, and callers
 * have keys ({@code security}), not passwords.
 */
@SpringBootApplication(exclude = {ErrorMvcAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
@EnableScheduling
public class ChainruleApplication {

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(RestoreCommand.NAME)) {
            System.exit(RestoreCommand.run(System.out, arguments));
        }
        var application = new SpringApplication(ChainruleApplication.class);
        application.addInitializers(new FatalErrorGuard());
        application.run(arguments);
    }
}
