package dev.chainrule.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Detects the errors that never reach code of this service: those that end a thread, and those that a library catches and only logs, as
 * db-scheduler, Tomcat and Spring's scheduled tasks do. Fatal ones end the process, see {@link FatalErrors}.
 */
public final class FatalErrorGuard implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Called after logging is set up, because that removes all filters, and before the first bean is created. */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        install();
    }

    static void install() {
        FatalErrors.prepare();
        Thread.setDefaultUncaughtExceptionHandler(FatalErrorGuard::threadEnded);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.addTurboFilter(new LoggedErrors());
        }
    }

    private static void threadEnded(Thread thread, Throwable failure) {
        FatalErrors.endOn(failure);
        LoggerFactory.getLogger(FatalErrorGuard.class).error("Thread {} ended", thread.getName(), failure);
    }

    /** Inspects the exception of every log event, of any level, and suppresses none. */
    private static final class LoggedErrors extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker, Logger logger, Level level, @Nullable String format,
                @Nullable Object @Nullable [] arguments, @Nullable Throwable failure) {
            if (failure != null) {
                FatalErrors.endOn(failure);
            } else if (arguments != null && arguments.length > 0
                    && arguments[arguments.length - 1] instanceof Throwable last) {
                FatalErrors.endOn(last);
            }
            return FilterReply.NEUTRAL;
        }
    }
}
