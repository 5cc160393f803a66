package dev.chainrule.dataset;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface DatasetRepository extends Repository<Dataset, UUID> {
    Dataset saveAndFlush(Dataset dataset);

    void delete(Dataset dataset);

    void flush();

    boolean existsByName(String name);

    Optional<Dataset> findById(UUID id);

    Optional<Dataset> findByName(String name);

    @Query("select d.name from Dataset d order by d.id desc")
    List<String> newestNames(Limit limit);

    /** Locks the row until the caller's transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select d from Dataset d where d.id = :id")
    Optional<Dataset> lock(UUID id);

    /** Newest first: ids are UUIDv7. */
    List<Dataset> findByOrderByIdDesc(Limit limit);

    List<Dataset> findByIdLessThanOrderByIdDesc(UUID before, Limit limit);

    /** How many characters the columns and warnings of each dataset of a page take. */
    @Query("select length(d.columns) + length(d.warnings) from Dataset d where :before is null or d.id < :before order by d.id desc")
    List<Integer> lengths(@Nullable UUID before, Limit limit);
}
