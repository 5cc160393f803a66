package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.MetaDataAccessException;

/** What the start says about where data are stored. */
class DatabasePlaceTest {
    @Test
    void fileOfTheEmbeddedDatabaseIsNamedByItsFolder(@TempDir Path folder) throws MetaDataAccessException {
        var source = new DriverManagerDataSource("jdbc:h2:file:" + folder.resolve("chainrule") + ";MODE=PostgreSQL");

        assertThat(new DatabaseProduct(source).place()).isEqualTo(folder + " (embedded database)");
    }

    @Test
    void databaseInMemoryIsNamedByItsAddress() throws MetaDataAccessException {
        var source = new DriverManagerDataSource("jdbc:h2:mem:place;MODE=PostgreSQL");

        assertThat(new DatabaseProduct(source).place()).isEqualTo("jdbc:h2:mem:place");
    }
}
