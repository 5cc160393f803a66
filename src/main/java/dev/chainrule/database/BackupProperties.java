package dev.chainrule.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param every how old the newest backup of the embedded database may become, if the database has changed; 0: no automatic backups
 * @param keep how many backups are kept
 */
@Validated
@ConfigurationProperties("chainrule.backup")
record BackupProperties(
        @DefaultValue("6h") @DurationMin(seconds = 0) Duration every,
        @DefaultValue("4") @Min(1) @Max(1000) int keep) {}
