package dev.chainrule.budget;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** The budget and what is taken of it, in {@code /actuator/info}, in bytes. */
@Component
class MemoryInfo implements InfoContributor {
    private final MemoryBudget budget;

    MemoryInfo(MemoryBudget budget) {
        this.budget = budget;
    }

    /** @param heap the largest size of the heap */
    private record MemoryDetail(long heap, MemoryBudget.Usage budget) {}

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("memory", new MemoryDetail(Runtime.getRuntime().maxMemory(), budget.usage()));
    }
}
