package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How the service writes and reads JSON: numbers to the bit, and only values of the expected type. */
@JsonTest
@Import(JsonConfiguration.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class JsonNumbersTest {
    private final JsonMapper json;

    JsonNumbersTest(JsonMapper json) {
        this.json = json;
    }

    private record Fields(Integer whole, Long big, Double number, Boolean flag, String text, double[] numbers,
            double[][] rows) {}

    @Test
    void float32IsWrittenShortestAndReadsBackToTheSameBits() {
        assertThat(json.writeValueAsString(new float[] {0.1f, 1 / 3f, 1e-45f, 3.4028235e38f, -0.0f, 16777216f}))
                .isEqualTo("[0.1,0.33333334,1.4E-45,3.4028235E38,-0.0,1.6777216E7]");
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float number = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(number)) {
                var text = json.writeValueAsString(new float[] {number});
                assertThat(Float.floatToRawIntBits(Float.parseFloat(text.substring(1, text.length() - 1))))
                        .isEqualTo(Float.floatToRawIntBits(number));
                assertThat(text).hasSizeLessThanOrEqualTo("[-1.23456789E-38]".length());
            }
        }
    }

    @Test
    void float64IsWrittenShortestAndReadsBackToTheSameBits() {
        assertThat(json.writeValueAsString(new double[] {0.1, 1 / 3.0, 4.9e-324, 1.7976931348623157e308, -0.0, 2e-3}))
                .isEqualTo("[0.1,0.3333333333333333,4.9E-324,1.7976931348623157E308,-0.0,0.002]");
        var random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                var back = json.readValue(json.writeValueAsString(new double[] {number}), double[].class);
                assertThat(Double.doubleToRawLongBits(back[0])).isEqualTo(Double.doubleToRawLongBits(number));
            }
        }
    }

    @Test
    void nanAndInfinityAreWrittenAsNull() {
        double[] doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1};
        float[] floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};

        assertThat(json.writeValueAsString(doubles)).isEqualTo("[null,null,null,1.0]");
        assertThat(json.writeValueAsString(floats)).isEqualTo("[null,null,null,1.0]");
        assertThat(json.writeValueAsString(new double[][] {doubles})).isEqualTo("[[null,null,null,1.0]]");
        assertThat(json.writeValueAsString(new float[][] {floats})).isEqualTo("[[null,null,null,1.0]]");
        assertThat(json.writeValueAsString(List.of(Double.NaN, 2.5, Float.NaN, 2.5f))).isEqualTo("[null,2.5,null,2.5]");
        assertThat(json.writeValueAsString(Map.of("x", Double.NEGATIVE_INFINITY))).isEqualTo("{\"x\":null}");
        assertThat(json.writeValueAsString(new Fields(null, null, Double.NaN, null, null, doubles, null)))
                .contains("\"number\":null", "\"numbers\":[null,null,null,1.0]");
    }

    @Test
    void fieldsOfTheExpectedTypesAreRead() {
        var read = json.readValue(
                """
                        {"whole": 4, "big": 9223372036854775807, "number": 4, "flag": true, "text": "4", "numbers": [1, 2.5, -3e-2],
                         "rows": [[], [1]]}""",
                Fields.class);

        assertThat(read.whole()).isEqualTo(4);
        assertThat(read.big()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.number()).isEqualTo(4);
        assertThat(read.numbers()).containsExactly(1, 2.5, -0.03);
        assertThat(read.rows()).isDeepEqualTo(new double[][] {{}, {1}});
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"whole\": \"4\"}", "{\"whole\": 4.0}", "{\"whole\": 4.5}", "{\"whole\": true}", "{\"whole\": \"\"}",
        "{\"whole\": [4]}",
        "{\"whole\": 2147483648}", "{\"whole\": 1e999}", "{\"big\": 1.5}", "{\"big\": 9223372036854775808}",
        "{\"number\": \"4\"}",
        "{\"number\": \"NaN\"}", "{\"number\": NaN}", "{\"number\": \"\"}", "{\"number\": false}", "{\"flag\": 1}",
        "{\"flag\": \"true\"}", "{\"flag\": \"\"}", "{\"text\": 4}", "{\"text\": 0.5}", "{\"text\": true}",
        "{\"text\": {}}",
        "{\"numbers\": 1}", "{\"numbers\": \"\"}", "{\"numbers\": \"AAAAAAAA8D8=\"}", "{\"numbers\": [\"1\"]}",
        "{\"numbers\": [null]}", "{\"numbers\": [[1]]}", "{\"numbers\": [true]}", "{\"rows\": [1]}",
        "{\"rows\": [[null]]}",
        "{\"whole\": 1, \"whole\": 1}", "{\"other\": 1}", "{} {}", "{\"whole\": 1,}", "{'whole': 1}", "{\"whole\": 0x1}"
    })
    void valueOfAnotherTypeAndMalformedJsonAreRefused(String text) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> json.readValue(text, Fields.class));
    }
}
