package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole way over HTTP: the migrations fit, and data of every kind is stored, read and deleted. The same on every database. */
abstract class WholeWayTest {
    private final Api api;

    WholeWayTest(Api api) {
        this.api = api;
    }

    @Test
    void trainsPredictsAndDeletes() {
        var job = api
                .post("/jobs",
                        """
                                {"model": {"name": "pg", "layers": [{"units": 4, "activation": "tanh"}, {"units": 3, "activation": "softmax"}],
                                           "loss": "categorical_cross_entropy"},
                                 "dataset": {"name": "pg", "columns": [{"name": "a"}, {"name": "b"}, {"name": "c", "role": "target"}],
                                             "rows": [[1, "x", "u"], [2, null, "v"], [null, "y", "w"], [4, "x", "u"]]},
                                 "epochs": 2000, "seed": 1}
                                """)
                .body();
        var id = job.path("id").asString();
        assertThat(api.get("/jobs/" + id + "?wait=60").body().path("state").asString()).isEqualTo("SUCCEEDED");

        assertThat(api.get("/jobs/" + id + "/epochs?limit=5000").body().path("data").size()).isEqualTo(2001);
        assertThat(api.get("/jobs?state=SUCCEEDED").body().path("data").size()).isEqualTo(1);
        assertThat(api.get("/datasets/pg/rows").status()).isEqualTo(200);
        assertThat(api.get("/models").body().path("data").size()).isEqualTo(1);
        assertThat(api.get("/datasets").body().path("data").size()).isEqualTo(1);
        var prediction = api.post("/models/pg/predict", "{\"rows\": [{\"a\": 2, \"b\": null}]}").body();
        assertThat(prediction.path("labels").get(0).asString()).isEqualTo("v");
        var again = api.post("/jobs", "{\"model\": \"pg\", \"dataset\": \"pg\", \"epochs\": 1}").body().path("id")
                .asString();
        assertThat(api.get("/jobs/" + again + "?wait=60").body().path("model").path("version").asInt())
                .isEqualTo(2);
        assertThat(api.delete("/models/pg").status()).isEqualTo(204);
        assertThat(api.delete("/datasets/pg").status()).isEqualTo(204);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        assertThat(api.get("/jobs").body().path("data").size()).isEqualTo(1);
    }
}
