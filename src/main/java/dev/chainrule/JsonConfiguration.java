package dev.chainrule;

import java.util.stream.DoubleStream;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How JSON is written and read. Numbers are written as the shortest text that reads back to the same bits, and as {@code null} where they
 * are NaN or ±∞. A value that is read must have the expected type, so {@code "4"} and 1.5 are refused where an integer is expected, and no
 * field may occur twice.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonMapperBuilderCustomizer strictReading() {
        return mapper -> mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfigDefaults(all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(new SimpleModule("plain-numbers")
                        .addDeserializer(Double.class, new DoubleDeserializer())
                        .addDeserializer(double.class, new DoubleDeserializer())
                        .addDeserializer(double[].class, new DoublesDeserializer()));
    }

    /** Accepts numbers only: Jackson's own deserializer also accepts the text "NaN". */
    private static final class DoubleDeserializer extends ValueDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) {
            return in.currentToken().isNumeric()
                    ? (Double) in.getDoubleValue()
                    : (Double) context.handleUnexpectedToken(Double.class, in);
        }
    }

    /** Accepts arrays of numbers only: Jackson's own deserializer also reads a text as packed bytes. */
    private static final class DoublesDeserializer extends ValueDeserializer<double[]> {
        @Override
        public double[] deserialize(JsonParser in, DeserializationContext context) {
            if (!in.isExpectedStartArrayToken()) {
                return (double[]) context.handleUnexpectedToken(double[].class, in);
            }
            var numbers = DoubleStream.builder();
            int index = 0;
            for (var token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (!token.isNumeric()) {
                    throw MismatchedInputException.from(in, Double.class, "not a number")
                            .prependPath(double[].class, index);
                }
                numbers.add(in.getDoubleValue());
                index++;
            }
            return numbers.build().toArray();
        }
    }

    @Bean
    JacksonModule finiteNumbers() {
        return new SimpleModule("finite-numbers")
                .addSerializer(Double.class, new DoubleSerializer())
                .addSerializer(double.class, new DoubleSerializer())
                .addSerializer(Float.class, new FloatSerializer())
                .addSerializer(float.class, new FloatSerializer())
                .addSerializer(double[].class, new DoublesSerializer())
                .addSerializer(float[].class, new FloatsSerializer());
    }

    private static void write(double number, JsonGenerator out) {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private static void write(float number, JsonGenerator out) {
        if (Float.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private static final class DoubleSerializer extends ValueSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator out, SerializationContext context) {
            write(number, out);
        }
    }

    private static final class FloatSerializer extends ValueSerializer<Float> {
        @Override
        public void serialize(Float number, JsonGenerator out, SerializationContext context) {
            write(number, out);
        }
    }

    private static final class DoublesSerializer extends ValueSerializer<double[]> {
        @Override
        public void serialize(double[] numbers, JsonGenerator out, SerializationContext context) {
            out.writeStartArray();
            for (double number : numbers) {
                write(number, out);
            }
            out.writeEndArray();
        }
    }

    private static final class FloatsSerializer extends ValueSerializer<float[]> {
        @Override
        public void serialize(float[] numbers, JsonGenerator out, SerializationContext context) {
            out.writeStartArray();
            for (float number : numbers) {
                write(number, out);
            }
            out.writeEndArray();
        }
    }
}
