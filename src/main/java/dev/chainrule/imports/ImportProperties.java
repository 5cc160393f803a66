package dev.chainrule.imports;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of imports.
 *
 * @param maxUpload a file as it is sent
 */
@Validated
@ConfigurationProperties("chainrule.import")
public record ImportProperties(@NotNull @DefaultValue("128MB") DataSize maxUpload) {}
