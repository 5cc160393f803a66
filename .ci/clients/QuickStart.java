import client.ApiClient;
import client.ApiException;
import client.api.DatasetsApi;
import client.api.JobsApi;
import client.api.KeysApi;
import client.api.ModelsApi;
import client.api.PredictionsApi;
import client.model.Activation;
import client.model.AdamOptimizer;
import client.model.ArraysDataset;
import client.model.JobState;
import client.model.KeyRole;
import client.model.Loss;
import client.model.NewDataset;
import client.model.NewJob;
import client.model.NewJobBatchSize;
import client.model.NewJobDataset;
import client.model.NewJobModel;
import client.model.NewKey;
import client.model.NewLayer;
import client.model.NewLayeredModel;
import client.model.NewModel;
import client.model.Optimizer;
import client.model.PredictRequest;
import client.model.RawRow;
import client.model.RawValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The README's XOR with the client that openapi-generator writes in Java: QuickStart http://localhost:8080 */
final class QuickStart {
    private static final String NAME = "xor-java-" + Long.toString(System.currentTimeMillis(), 36);
    private static final List<List<Double>> ROWS = List.of(row(0, 0), row(0, 1), row(1, 0), row(1, 1));

    private static List<Double> row(double... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    public static void main(String[] args) throws ApiException {
        var client = new ApiClient().setBasePath(args[0]).setReadTimeout(60_000);
        var dataset = new DatasetsApi(client).createDataset(
                new NewDataset(new ArraysDataset().name(NAME).features(ROWS).targets(List.of(row(0), row(1), row(1), row(0)))),
                null, null, null, null, null, null, null, null, null, null);

        var jobs = new JobsApi(client);
        var job = jobs.createJob(job(dataset.getName()), null, NAME);
        var live = Set.of(JobState.QUEUED, JobState.RUNNING);
        for (int polls = 0; live.contains(job.getState()) && polls < 10; polls++) {
            job = jobs.getJob(job.getId(), 10, null);
        }
        require(job.getState() == JobState.SUCCEEDED, "the job is " + job.getState());

        var prediction = new PredictionsApi(client)
                .predict(job.getModel().getName(), new PredictRequest().rows(ROWS.stream().map(QuickStart::raw).toList()),
                        null, null, null, null, null, null);
        require(prediction.getClasses().equals(List.of(0, 1, 1, 0)), "the classes are " + prediction.getClasses());

        refusedModelNamesItsFault(client);
        readerKeyReadsOnlyAndOnlyUntilItIsRevoked(args[0]);
        System.out.println("Java: " + prediction.getModel() + " predicts " + prediction.getClasses());
    }

    private static NewJob job(String dataset) {
        var model = new NewLayeredModel()
                .name(NAME)
                .layers(List.of(new NewLayer().units(3).activation(Activation.TANH), new NewLayer().units(1)))
                .loss(Loss.BINARY_CROSS_ENTROPY);
        return new NewJob()
                .model(new NewJobModel(model))
                .dataset(new NewJobDataset(dataset))
                .epochs(500)
                .batchSize(new NewJobBatchSize("full"))
                .optimizer(new Optimizer(new AdamOptimizer().type(AdamOptimizer.TypeEnum.ADAM).learningRate(0.05)))
                .seed(42L);
    }

    private static RawRow raw(List<Double> row) {
        return new RawRow(row.stream().map(number -> new RawValue(BigDecimal.valueOf(number))).toList());
    }

    private static void refusedModelNamesItsFault(ApiClient client) {
        try {
            new ModelsApi(client).createModel(new NewModel(new NewLayeredModel()
                    .layers(List.of(new NewLayer().units(0)))
                    .loss(Loss.HUBER)));
            require(false, "a layer of 0 units is accepted");
        } catch (ApiException refused) {
            require(refused.getCode() == 422 && refused.getResponseBody().contains("/layers/0/units"),
                    "a layer of 0 units is answered with " + refused.getResponseBody());
        }
    }

    /** A call from this machine may do everything without a key: what is refused shows that the client sends it. */
    private static void readerKeyReadsOnlyAndOnlyUntilItIsRevoked(String host) throws ApiException {
        var keys = new KeysApi(new ApiClient().setBasePath(host));
        var made = keys.createKey(new NewKey().name(NAME).role(KeyRole.READER));
        var client = new ApiClient().setBasePath(host);
        client.setBearerToken(made.getKey());
        var models = new ModelsApi(client);

        require(statusOf(() -> models.getModel(NAME)) == 200, "a reader may not read a model");
        require(statusOf(() -> models.deleteModel(NAME)) == 403, "a reader may delete a model");

        keys.deleteKey(made.getId());
        require(statusOf(() -> models.getModel(NAME)) == 401, "a revoked key is valid");
    }

    private interface Request {
        void send() throws ApiException;
    }

    private static int statusOf(Request request) {
        try {
            request.send();
            return 200;
        } catch (ApiException refused) {
            return refused.getCode();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
