package dev.chainrule.picture;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The file formats of pictures. */
public enum PictureFormat {
    SVG(PictureFormat.SVG_TYPE) {
        @Override
        public byte[] bytes(Picture picture) {
            return picture.svg();
        }
    },
    PNG(MediaType.IMAGE_PNG_VALUE) {
        @Override
        public byte[] bytes(Picture picture) {
            return picture.png();
        }
    };

    /** The media type of SVG, for annotations. */
    public static final String SVG_TYPE = "image/svg+xml";

    private final String type;

    PictureFormat(String type) {
        this.type = type;
    }

    public MediaType mediaType() {
        return MediaType.parseMediaType(type);
    }

    /** 200 with a picture in this format, which a client asks for again before it shows it a second time. */
    public ResponseEntity<byte[]> response(Picture picture) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(mediaType())
                .body(bytes(picture));
    }

    /** The picture as a file of this format. */
    public abstract byte[] bytes(Picture picture);
}
