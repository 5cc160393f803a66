package dev.chainrule.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

interface VersionRepository extends Repository<ModelVersion, UUID> {
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
    @Query("select v from ModelVersion v where v.modelId = :model order by v.validationCost asc nulls last,"
            + " case when v.validationCost is null then v.cost end asc nulls last, v.version asc")
    List<ModelVersion> bestFirst(@Param("model") UUID modelId, Limit limit);

    /** The numbers of those that are there, oldest first. */
    @Query("select v.version from ModelVersion v where v.modelId = :model order by v.version")
    List<Integer> numbers(@Param("model") UUID modelId);
}
