package dev.chainrule.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What is read of a request, before any model is known. */
class InferenceRequestReaderTest {
    private static InferenceRequest read(String json) {
        return InferenceRequestReader.read(JsonMapper.shared(), json.getBytes(StandardCharsets.UTF_8), null);
    }

    private static Tensor input(String members) {
        return read("{\"inputs\": [{" + members + "}]}").inputs().getFirst();
    }

    private static Tensor binary(String datatype, String shape, int... bytes) {
        var json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}]}"
                        .formatted(shape, datatype, bytes.length).getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        body.writeBytes(json);
        IntStream.of(bytes).forEach(body::write);
        return InferenceRequestReader.read(JsonMapper.shared(), body.toByteArray(), Integer.toString(json.length))
                .inputs().getFirst();
    }

    private static void isRefused(String members, String why) {
        assertThatThrownBy(() -> input(members)).isInstanceOf(ProblemException.class).hasMessageContaining(why);
    }

    @Test
    void dataMayComeBeforeWhatTheyAre() {
        var tensor =
                input("\"data\": [[1, 2], [3, \"é\"]], \"name\": \"é\", \"shape\": [2, 2]".replace("\"é\"]]", "4]]")
                        + ", \"parameters\": null, \"datatype\": \"INT16\"");

        assertThat(tensor.head().name()).isEqualTo("é");
        assertThat(IntStream.range(0, 4).mapToDouble(tensor::number).toArray()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({"BOOL,true,1", "UINT8,255,255", "INT8,-128,-128", "UINT16,65535,65535", "INT16,-32768,-32768",
        "UINT32,4294967295,4294967295", "INT32,-2147483648,-2147483648",
        "INT64,-9223372036854775808,-9223372036854775808",
        "UINT64,9223372036854775808,9223372036854775808", "FP16,0.1,0.0999755859375", "FP32,0.1,0.10000000149011612",
        "FP64,0.1,0.1", "FP64,3,3"})
    void aNumberIsThatOfItsDatatype(String datatype, String json, double number) {
        var tensor = input(
                "\"name\": \"x\", \"shape\": [1], \"datatype\": \"%s\", \"data\": [%s]".formatted(datatype, json));

        assertThat(tensor.number(0)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"UINT8;256", "UINT8;-1", "INT8;128", "INT32;2147483648",
        "UINT64;18446744073709551616",
        "INT64;9223372036854775808", "INT64;1.0", "FP32;1e39", "FP16;70000", "FP64;1e400", "BOOL;1", "FP64;\"1\"",
        "BYTES;1", "FP64;null", "BYTES;null", "FP64;{}", "FP64;true"})
    void aNumberThatItsDatatypeDoesNotHaveIsRefused(String datatype, String json) {
        isRefused("\"name\": \"x\", \"shape\": [1], \"datatype\": \"%s\", \"data\": [%s]".formatted(datatype, json),
                "/inputs/0/data: element 0 of the input \"x\"");
    }

    @Test
    void anIntegerThatNoFloat64HoldsIsExactAsATextAndRefusedAsANumber() {
        var tensor = input("\"name\": \"x\", \"shape\": [3], \"datatype\": \"UINT64\","
                + " \"data\": [9007199254740993, 18446744073709551615, 9223372036854775807]");

        for (int i = 0; i < 3; i++) {
            int element = i;
            assertThatThrownBy(() -> tensor.number(element)).hasMessageContaining("beyond 2^53");
        }
        assertThat(IntStream.range(0, 3).mapToObj(tensor::text))
                .containsExactly("9007199254740993", "18446744073709551615", "9223372036854775807");
    }

    @Test
    void textsKeepTheirCharacters() {
        var tensor = input(
                "\"name\": \"x\", \"shape\": [3], \"datatype\": \"BYTES\", \"data\": [\"\", \"ü\\\"\\u0000\", \"😀\"]");

        assertThat(IntStream.range(0, 3).mapToObj(tensor::text)).containsExactly("", "ü\"\u0000", "😀");
        assertThat(tensor.number(0)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"[2000000000, 784];[1]", "[3];[1, 2]", "[1];[1, 2]", "[4];[[1, 2], [3, 4]]",
        "[2, 2];[[1, 2], [3]]", "[2, 2];[[1, 2], 3, 4]", "[2];[[[[[[[[[1, 2]]]]]]]]]", "[2, 1];[[1, 2]]",
        "[9223372036854775807, 9223372036854775807];[]", "[1];1"})
    void dataOfAnotherShapeAreRefused(String shape, String data) {
        isRefused("\"name\": \"x\", \"shape\": %s, \"datatype\": \"FP32\", \"data\": %s".formatted(shape, data),
                "the input \"x\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"[]", "[-1]", "[1.5]", "[\"1\"]", "1", "[1,1,1,1,1,1,1,1,1]",
        "[18446744073709551616]"})
    void aShapeIsOfIntegers(String shape) {
        isRefused("\"name\": \"x\", \"shape\": %s, \"datatype\": \"FP32\", \"data\": [1]".formatted(shape),
                "/inputs/0/shape");
    }

    @Test
    void binaryNumbersAreLittleEndian() {
        assertThat(binary("INT16", "[2]", 1, 0, 0xFF, 0xFF).number(0)).isEqualTo(1);
        assertThat(binary("INT16", "[2]", 1, 0, 0xFF, 0xFF).number(1)).isEqualTo(-1);
        assertThat(binary("FP32", "[1]", 0, 0, 0x80, 0x3F).number(0)).isEqualTo(1);
        assertThat(binary("FP64", "[1]", 0, 0, 0, 0, 0, 0, 0xF8, 0x7F).number(0)).isNaN();
        assertThat(binary("BYTES", "[2]", 2, 0, 0, 0, 0xC3, 0xA9, 0, 0, 0, 0).text(0)).isEqualTo("é");
        assertThat(binary("BOOL", "[2]", 0, 1).text(1)).isEqualTo("true");
    }

    @Test
    void binaryDataOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> binary("FP32", "[2000000000, 784]", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("takes 6272000000000 bytes");
        assertThatThrownBy(() -> binary("FP32", "[2]", 0, 0, 0, 0)).hasMessageContaining("has 4");
        assertThatThrownBy(() -> binary("BYTES", "[1]", 0xFF, 0xFF, 0xFF, 0xFF)).hasMessageContaining("4294967295");
        assertThatThrownBy(() -> binary("BYTES", "[1]", 0, 0, 0)).hasMessageContaining("four bytes of length");
        assertThatThrownBy(() -> binary("BYTES", "[1]", 0, 0, 0, 0, 1)).hasMessageContaining("1 bytes after");
        assertThatThrownBy(() -> binary("BYTES", "[1]", 1, 0, 0, 0, 0xC3).text(0)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> binary("BYTES", "[2000000000]", 0, 0, 0, 0)).hasMessageContaining("only 4 bytes");
    }

    @Test
    void theHeaderIsTheLengthOfTheJson() {
        var json = "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}"
                .getBytes(StandardCharsets.UTF_8);
        for (var header : new String[] {"", "-1", "1.5", "abc", "99999999999", Integer.toString(json.length + 1)}) {
            assertThatThrownBy(() -> InferenceRequestReader.read(JsonMapper.shared(), json, header))
                    .hasMessageContaining(InferenceRequestReader.JSON_LENGTH);
        }
        assertThatThrownBy(() -> InferenceRequestReader.read(JsonMapper.shared(), json, "10"))
                .hasMessageContaining("cut off");
        var longer = ByteBuffer.allocate(json.length + 3).order(ByteOrder.LITTLE_ENDIAN).put(json).array();
        assertThatThrownBy(
                () -> InferenceRequestReader.read(JsonMapper.shared(), longer, Integer.toString(json.length)))
                .hasMessageContaining("3 bytes after");
        assertThatThrownBy(() -> InferenceRequestReader.read(JsonMapper.shared(), longer, null))
                .hasMessageContaining("byte 0");
    }

    @Test
    void unknownParametersAndTheModelsNameAreIgnored() {
        var request =
                read("""
                        {"model_name": "m", "id": "7", "parameters": {"priority": 1, "deep": {"a": [1]}, "binary_data_output": true},
                         "outputs": [{"name": "outputs", "parameters": {"binary_data": false, "classification": 0, "x": null}}],
                         "inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "parameters": {"a": [[1]]}, "data": [1]}]}""");

        assertThat(request.id()).contains("7");
        assertThat(request.binaryOutput()).isTrue();
        assertThat(request.outputs().getFirst().binary()).contains(false);
        assertThat(request.outputs().getFirst().classification()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "[];must be a JSON object", "{};/inputs", "{\"inputs\": []};/inputs", "{\"inputs\": 1};/inputs",
        "{\"input\": []};did you mean inputs",
        "{\"inputs\": [1]};/inputs/0", "{\"inputs\": [{}]};/inputs/0/name",
        "{\"inputs\": [{\"nam\": 1}]};did you mean name",
        "{\"inputs\": [{\"datatype\": \"FP31\"}]};did you mean FP3", "{\"id\": 1};/id",
        "{\"outputs\": [{}]};/outputs/0/name",
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP64\"}]};neither data",
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP64\", \"parameters\": {\"shared_memory_region\": \"r\"}}]};not supported",
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP64\", \"parameters\": {\"binary_data_size\": 8}}]};need the header",
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [NaN]}]};NaN",
        "{\"id\": \"a\", \"inputs\": [{\"name\": \"\\ud800\"}]};Unicode"})
    void whatIsNoRequestIsRefusedByItsPlace(String json, String why) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ProblemException.class).hasMessageContaining(why);
    }
}
