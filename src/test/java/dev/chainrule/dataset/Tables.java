package dev.chainrule.dataset;

import dev.chainrule.dataset.upload.DraftReader;
import dev.chainrule.problem.Faults;
import java.util.ArrayList;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Tables for the tests of packages that use datasets: read and encoded as uploads are, but not stored. */
public final class Tables {
    private Tables() {}

    /** @param text a dataset in the JSON of an upload */
    public static Table json(String text) {
        var limits = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("chainrule.dataset", DatasetProperties.class);
        var draft = new DraftReader(limits, null).json(JsonMapper.shared().readTree(text), new Faults());
        var chunks = new ArrayList<byte[]>();
        draft.encode(chunks::add);
        return new Table(draft.columns(), draft.rowCount(), new Chunks.Resident(chunks));
    }
}
