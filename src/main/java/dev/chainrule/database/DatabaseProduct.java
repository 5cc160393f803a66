package dev.chainrule.database;

import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/** What the queue needs to know about its database. */
@Component
public class DatabaseProduct {
    private final String product;
    private final String url;

    DatabaseProduct(DataSource dataSource) throws MetaDataAccessException {
        this.product = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getDatabaseProductName());
        this.url = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getURL());
    }

    /** Whether it runs in this process, so that no other replica can use it. */
    public boolean embedded() {
        return product.equals("H2") && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
    }

    /** Where it stores its data: the folder of the embedded database, else the address without settings and credentials. */
    public String place() {
        return EmbeddedDatabase.at(url, null, null)
                .map(file -> file.folder() + " (embedded database)")
                .orElseGet(() -> url.replaceFirst("[;?].*", "").replaceFirst("//[^/]*@", "//"));
    }

    /** Whether it supports SELECT … FOR UPDATE SKIP LOCKED in the form that db-scheduler writes. */
    public boolean supportsSkipLocked() {
        return product.equals("PostgreSQL");
    }
}
