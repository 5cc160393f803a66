package dev.chainrule.contract;

import dev.chainrule.content.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The contract in the forms in which it is served. */
@Component
class Contract {
    private final ContractDocument yaml = new ContractDocument(read());

    /** Made on first use: reading the YAML takes a good part of the service's start. */
    private final SingletonSupplier<ContractDocument> json;

    Contract(JsonMapper mapper) {
        json = SingletonSupplier.of(() -> new ContractDocument(mapper.writeValueAsBytes(parse())));
    }

    /** A document, and a tag that changes with it. */
    record ContractDocument(byte[] bytes, String etag) {
        ContractDocument(byte[] bytes) {
            this(bytes, '"' + Sha256.of(bytes).substring(0, 16) + '"');
        }
    }

    private static byte[] read() {
        try {
            return new ClassPathResource("openapi.yaml").getContentAsByteArray();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private Object parse() {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml.bytes, StandardCharsets.UTF_8));
    }

    ContractDocument yaml() {
        return yaml;
    }

    ContractDocument json() {
        return json.obtain();
    }
}
