package dev.chainrule.export;

/** The format of an exported version. */
enum ExportFormat {
    ONNX("onnx", "application/octet-stream"),
    JSON("json", "application/json");

    private final String extension;
    private final String mediaType;

    ExportFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** Of a file's name, without the dot. */
    String extension() {
        return extension;
    }

    String mediaType() {
        return mediaType;
    }
}
