package dev.chainrule.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void aPageEndsTheListIfNoRowWasFoundBehindIt() {
        assertThat(Page.of(List.of(9, 8), 2, row -> row, row -> row)).isEqualTo(new Page<>(List.of(9, 8), null));
        assertThat(Page.of(List.of(9, 8, 7), 2, row -> row, row -> row)).isEqualTo(new Page<>(List.of(9, 8), "8"));
    }

    @Test
    void rowsThatAreGoneSinceDoNotEndTheList() {
        var page = Page.ofPresent(
                List.of(9, 8, 7), 2, row -> row, row -> Optional.of(row).filter(present -> present != 8));

        assertThat(page).isEqualTo(new Page<>(List.of(9), "8"));
    }
}
