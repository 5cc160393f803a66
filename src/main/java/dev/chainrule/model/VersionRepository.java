package dev.chainrule.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

interface VersionRepository extends Repository<ModelVersion, UUID> {
    String BEST_FIRST = "v.validationCost asc nulls last,"
            + " case when v.validationCost is null then v.cost end asc nulls last, v.version asc";

    ModelVersion save(ModelVersion version);

    void delete(ModelVersion version);

    void flush();

    Optional<ModelVersion> findByModelIdAndVersion(UUID modelId, int version);

    /** Newest first. */
    List<ModelVersion> findByModelIdAndVersionLessThanOrderByVersionDesc(UUID modelId, int before, Limit limit);

    List<ModelVersion> findByModelId(UUID modelId);

    boolean existsByModelId(UUID modelId);

    /** See {@link VersionReference.VersionRule#NEWEST}. */
    Optional<ModelVersion> findFirstByModelIdAndSweepIdIsNullOrderByVersionDesc(UUID modelId);

    /** See {@link VersionReference.VersionRule#BEST}: the best first. */
    @Query("select v from ModelVersion v where v.modelId = :model order by " + BEST_FIRST)
    List<ModelVersion> bestFirst(@Param("model") UUID modelId, Limit limit);

    /** A version's number, and the model that it is of. */
    record VersionNumber(UUID modelId, int version) {}

    /** All versions of some models, oldest first. */
    @Query("select new dev.chainrule.model.VersionRepository$VersionNumber(v.modelId, v.version) from ModelVersion v"
            + " where v.modelId in :models order by v.version")
    List<VersionNumber> numbers(Collection<UUID> models);

    /** See {@link VersionReference.VersionRule#NEWEST}: those of some models. */
    @Query("select new dev.chainrule.model.VersionRepository$VersionNumber(v.modelId, max(v.version)) from ModelVersion v"
            + " where v.modelId in :models and v.sweepId is null group by v.modelId")
    List<VersionNumber> newest(Collection<UUID> models);

    /** See {@link VersionReference.VersionRule#BEST}: those of some models. */
    @Query("select new dev.chainrule.model.VersionRepository$VersionNumber(r.model, r.version) from"
            + " (select v.modelId as model, v.version as version,"
            + " row_number() over (partition by v.modelId order by " + BEST_FIRST + ") as place"
            + " from ModelVersion v where v.modelId in :models) r where r.place = 1")
    List<VersionNumber> best(Collection<UUID> models);
}
