package dev.chainrule.matrix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import org.junit.jupiter.api.Test;

class KernelSelectionTest {
    @Test
    void requestForScalarKernelsIsFollowed() {
        var selection = KernelSelection.choose(Requested.SCALAR);

        assertThat(selection.name()).isEqualTo("scalar");
        assertThat(selection.vectorBits()).isZero();
        assertThat(selection).hasToString("scalar (requested)");
        assertThat(selection.float32().products()).isInstanceOf(ScalarFloat32Products.class);
    }

    @Test
    void requestForVectorKernelsIsFollowedWithTheModule() {
        var selection = KernelSelection.choose(Requested.VECTOR);

        assertThat(selection.name()).isEqualTo("vector");
        assertThat(selection.vectorBits()).isGreaterThanOrEqualTo(64);
        assertThat(selection.reason()).isEqualTo("requested");
        assertThat(selection.float64().steps()).isInstanceOf(VectorFloat64Steps.class);
    }

    @Test
    void automaticSelectionGivesItsReason() {
        var selection = KernelSelection.choose(Requested.AUTO);

        assertThat(selection.reason())
                .isEqualTo(
                        selection.name().equals("vector") ? "fastest available" : "no fused multiply-add in hardware");
    }
}
