package dev.chainrule.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest
class ContentStoreTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final ContentStore contents;
    private final TransactionTemplate transaction;
    private final JdbcClient database;

    ContentStoreTest(ContentStore contents, TransactionTemplate transaction, JdbcClient database) {
        this.contents = contents;
        this.transaction = transaction;
        this.database = database;
    }

    @Test
    void contentComesBackAsItWasWrittenWhateverItsLength() {
        for (int length : new int[] {0, 1, ContentStore.CHUNK_BYTES, 2 * ContentStore.CHUNK_BYTES + 17}) {
            var bytes = new byte[length];
            new Random(7).nextBytes(bytes);

            var content = transaction.execute(_ -> contents.write(bytes));

            assertThat(content.bytes()).isEqualTo(length);
            byte[] read = transaction.execute(_ -> contents.read(content.id()));
            assertThat(read).isEqualTo(bytes);
        }
    }

    @Test
    void chunksKeepTheBoundariesTheyWereWrittenWith() {
        var content = transaction.execute(_ -> {
            var writer = contents.begin();
            writer.write(new byte[] {'a'});
            writer.write(new byte[] {'b', 'c'});
            return writer.close();
        });

        var chunks = new ArrayList<byte[]>();
        transaction.executeWithoutResult(_ -> contents.read(content.id(), chunks::add));
        assertThat(chunks).containsExactly(new byte[] {'a'}, new byte[] {'b', 'c'});
        assertThat(content.sha256()).isEqualTo(SHA256_OF_ABC);
    }

    @Test
    void theHashIsStoredWithTheContent() {
        var content = transaction.execute(_ -> contents.write(new byte[] {'a', 'b', 'c'}));

        var stored = database.sql("select sha256 from content where id = ?")
                .param(content.id())
                .query(String.class)
                .single();
        assertThat(stored).isEqualTo(SHA256_OF_ABC);
    }

    @Test
    void deletingAContentDeletesItsChunks() {
        var content = transaction.execute(_ -> contents.write(new byte[] {1}));

        transaction.executeWithoutResult(_ -> contents.delete(content.id()));

        var left = database.sql("select count(*) from content_chunk where content_id = ?")
                .param(content.id())
                .query(Integer.class)
                .single();
        assertThat(left).isZero();
    }

    @Test
    void changedByteOfAChunkIsFoundWhenItIsRead() {
        var content = transaction.execute(_ -> contents.write(new byte[] {1, 2, 3}));
        database.sql("update content_chunk set data = ? where content_id = ?")
                .params(new byte[] {1, 2, 4}, content.id())
                .update();

        transaction.executeWithoutResult(_ -> {
            assertThatThrownBy(() -> contents.read(content.id())).isInstanceOf(IncompleteContentException.class)
                    .hasMessageContaining("Chunk 0 of content " + content.id() + " is damaged");
            assertThatThrownBy(() -> contents.chunk(content.id(), 0)).isInstanceOf(IncompleteContentException.class);
        });
    }

    @Test
    void incompleteContentThrowsAndTheTransactionCanStillBeCommitted() {
        var content = transaction.execute(_ -> contents.write(new byte[ContentStore.CHUNK_BYTES + 1]));
        var shorter = transaction.execute(_ -> contents.write(new byte[] {1, 2}));
        database.sql("delete from content_chunk where content_id = ? and chunk_index = 1").param(content.id()).update();
        replaceChunk(shorter.id(), new byte[] {1});
        var longer = transaction.execute(_ -> contents.write(new byte[] {1, 2}));
        replaceChunk(longer.id(), new byte[] {1, 2, 3});

        var another = transaction.execute(_ -> {
            assertThatThrownBy(() -> contents.read(content.id())).isInstanceOf(IncompleteContentException.class)
                    .hasMessageContaining("no chunk 1");
            assertThatThrownBy(() -> contents.read(shorter.id())).isInstanceOf(IncompleteContentException.class)
                    .hasMessageContaining("1 of its 2 bytes");
            assertThatThrownBy(() -> contents.read(longer.id())).isInstanceOf(IncompleteContentException.class)
                    .hasMessageContaining("more than its 2 bytes");
            return contents.write(new byte[] {3});
        });

        byte[] read = transaction.execute(_ -> contents.read(another.id()));
        assertThat(read).containsExactly(3);
    }

    private void replaceChunk(UUID content, byte[] data) {
        var checksum = new CRC32C();
        checksum.update(data);
        database.sql("update content_chunk set data = ?, checksum = ? where content_id = ?")
                .params(data, (int) checksum.getValue(), content)
                .update();
    }

    @Test
    void aContentIsGoneWhenItsTransactionIs() {
        var before = database.sql("select count(*) from content_chunk").query(Integer.class).single();

        transaction.executeWithoutResult(status -> {
            contents.write(new byte[] {1});
            status.setRollbackOnly();
        });

        assertThat(database.sql("select count(*) from content_chunk").query(Integer.class).single()).isEqualTo(before);
    }

    @Test
    void outsideOfATransactionNothingIsWritten() {
        assertThatThrownBy(() -> contents.write(new byte[] {1})).isInstanceOf(IllegalTransactionStateException.class);
    }
}
