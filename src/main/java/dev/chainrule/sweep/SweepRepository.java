package dev.chainrule.sweep;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SweepRepository extends Repository<Sweep, UUID> {
    Sweep saveAndFlush(Sweep sweep);

    void delete(Sweep sweep);

    Optional<Sweep> findById(UUID id);

    Optional<Sweep> findByIdempotencyKey(String key);

    /** The sweep, locked until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Sweep s where s.id = :id")
    Optional<Sweep> lock(UUID id);

    @Query("select s from Sweep s where :before is null or s.id < :before order by s.id desc")
    List<Sweep> page(@Nullable UUID before, Limit limit);

    /** How many characters the grid of each sweep of a page takes. */
    @Query("select length(s.grid) from Sweep s where :before is null or s.id < :before order by s.id desc")
    List<Integer> lengths(@Nullable UUID before, Limit limit);
}
