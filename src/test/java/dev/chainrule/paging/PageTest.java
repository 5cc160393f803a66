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
    void pageWithDeletedRowsStillHasANextCursor() {
        var page = Page.ofPresent(
                List.of(9, 8, 7), 2, row -> row, row -> Optional.of(row).filter(present -> present != 8));

        assertThat(page).isEqualTo(new Page<>(List.of(9), "8"));
    }

    @Test
    void aPageOfLongRowsEndsEarlierButHasOneRow() {
        var wanted = PageRequest.of(3, null);
        int most = 4 << 20;

        assertThat(wanted.fitting(List.of(most - 2, 1, 1)).limit()).isEqualTo(3);
        assertThat(wanted.fitting(List.of(most - 2, 2L, 1)).limit()).isEqualTo(2);
        assertThat(wanted.fitting(List.of(most + 1L, 1L, 1L)).limit()).isEqualTo(1);
        assertThat(wanted.fitting(List.of(1)).limit()).isEqualTo(3);
        assertThat(wanted.fitting(List.of()).limit()).isEqualTo(3);
    }
}
