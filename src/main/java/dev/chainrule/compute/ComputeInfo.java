package dev.chainrule.compute;

import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** The chosen kernels in {@code /actuator/info}. */
@Component
class ComputeInfo implements InfoContributor {
    private final Compute compute;

    ComputeInfo(Compute compute) {
        this.compute = compute;
    }

    @Override
    public void contribute(Info.Builder builder) {
        var kernels = compute.kernels();
        builder.withDetail(
                "compute",
                Map.of(
                        "kernels", kernels.name(),
                        "vectorBits", kernels.vectorBits(),
                        "reason", kernels.reason(),
                        "threads", compute.threadCount()));
    }
}
