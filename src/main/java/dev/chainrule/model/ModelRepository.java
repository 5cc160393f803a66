package dev.chainrule.model;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ModelRepository extends Repository<Model, UUID> {
    Model saveAndFlush(Model model);

    void delete(Model model);

    void flush();

    Optional<Model> findById(UUID id);

    Optional<Model> findByName(String name);

    @Query("select m.id from Model m where m.name = :name")
    Optional<UUID> idByName(String name);

    @Query("select m.name from Model m order by m.id desc")
    List<String> newestNames(Limit limit);

    boolean existsById(UUID id);

    boolean existsByName(String name);

    /** The model, locked until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select m from Model m where m.id = :id")
    Optional<Model> lock(UUID id);

    List<Model> findByOrderByIdDesc(Limit limit);

    List<Model> findByIdLessThanOrderByIdDesc(UUID before, Limit limit);

    /** How many bytes the definitions of the models take that a page has. */
    @Query("select c.bytes from Model m join Content c on c.id = m.definitionId"
            + " where :before is null or m.id < :before order by m.id desc")
    List<Long> lengths(@Nullable UUID before, Limit limit);
}
