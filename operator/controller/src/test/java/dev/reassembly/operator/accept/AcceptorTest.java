package dev.reassembly.operator.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Storage;
import dev.reassembly.operator.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptorTest {
    private static final StorageDefaults NONE = new StorageDefaults(new Storage(null, null, null, null, null));
    private static final StorageDefaults MINIO = new StorageDefaults(new Storage("http://default:9000", "default", "runs", "eu", "default-keys"));

    @Test
    void acceptsWhatIsComplete() {
        assertThat(new Acceptor(NONE).judge(Samples.resource())).isInstanceOfSatisfying(Acceptance.Accepted.class,
                accepted -> assertThat(accepted.resource().getSpec()).isEqualTo(Samples.resource().getSpec()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            , bucket: zoo, region: us-east-1, secretName: minio | | StorageMissing | spec.storage: is incomplete, and the operator has no default for what it lacks: bucket, secretName
            endpoint: "http://minio:9000", | | StorageMissing | spec.storage: is incomplete, and the operator has no default for what it lacks: endpoint
            s3://zoo/b.onnx | file:///zoo/b.onnx | AddressNotS3 | spec.zoo[1].uri: found "file:///zoo/b.onnx", allowed on a cluster is s3://bucket/key
            s3://zoo/a.json | file:///a.json | AddressNotS3 | spec.zoo[0].preprocessing.text.tokenizer: found "file:///a.json"
            s3://zoo/data.jsonl | file:///data.jsonl | AddressNotS3 | spec.task.dataset.uri: found "file:///data.jsonl"
            s3://zoo/out | file:///out | AddressNotS3 | spec.output.uri: found "file:///out"
            parameters: 28M | parameters: 0M | BudgetInvalid | spec.budget.parameters: found "0M", which no network can keep
            budget: {parameters: 28M} | budgets: [{name: a, flops: 1M}, {name: b, flops: 0M}] | BudgetInvalid | spec.budgets[1].flops: found "0M", which no network can keep
            parameters: 28M | latency: 0.00ms | BudgetInvalid | spec.budget.latency: found "0.00ms"
            """)
    void rejectsWhatNoPodCouldRun(String from, String to, RejectionReason reason, String message) {
        assertThat(new Acceptor(NONE).judge(Samples.resource(from, to == null ? "" : to))).isInstanceOfSatisfying(Acceptance.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.message()).startsWith(message);
        });
    }

    @Test
    void fillsInTheOperatorsStorage() {
        assertThat(MINIO.complete(null)).isEqualTo(MINIO.storage());
        assertThat(MINIO.complete(new Storage(null, "mine", null, null, null)))
                .isEqualTo(new Storage("http://default:9000", "mine", "runs", "eu", "default-keys"));
    }

    @Test
    void neverLendsItsSecretToAnotherEndpoint() {
        assertThat(MINIO.complete(new Storage("http://elsewhere:9000", "mine", null, null, null)).secretName()).isNull();
        assertThat(MINIO.complete(new Storage("http://default:9000", "mine", null, null, null)).secretName()).isEqualTo("default-keys");
    }
}
