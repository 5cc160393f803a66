package dev.chainrule.request;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of requests.
 *
 * @param maxJson a JSON body that is held in memory as a tree, about seven times its own size: models, jobs,
 *     predictions. Uploads of datasets have limits of their own
 */
@Validated
@ConfigurationProperties("chainrule.request")
record RequestProperties(@NotNull @DefaultValue("16MB") DataSize maxJson) {}
