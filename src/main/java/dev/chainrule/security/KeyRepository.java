package dev.chainrule.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface KeyRepository extends Repository<StoredKey, String> {
    StoredKey saveAndFlush(StoredKey key);

    Optional<StoredKey> findById(String id);

    /** Newest first. */
    List<StoredKey> findByOrderByCreatedAtDescIdAsc();

    boolean existsByName(String name);

    long count();

    @Modifying
    @Query("delete from StoredKey k where k.id = :id")
    int deleteById(String id);

    @Modifying
    @Query("delete from StoredKey k where k.expiresAt <= :now")
    int deleteExpired(Instant now);

    @Transactional
    @Modifying
    @Query("update StoredKey k set k.lastUsedAt = :now where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :now)")
    int noteUse(String id, Instant now);
}
