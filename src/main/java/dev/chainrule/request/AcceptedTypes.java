package dev.chainrule.request;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * The types that the header Accept names, without parameters such as a character set: each type has one form here, and texts are UTF-8.
 * Who accepts tensors in binary accepts JSON, too: their errors are JSON, and the request itself says which outputs are binary.
 */
final class AcceptedTypes extends HeaderContentNegotiationStrategy {
    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
        return super.resolveMediaTypes(request).stream()
                .map(AcceptedTypes::withoutParameters)
                .flatMap(type -> type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)
                        ? Stream.of(type, json(type.getQualityValue()))
                        : Stream.of(type))
                .toList();
    }

    private static MediaType json(double quality) {
        return quality == 1 ? MediaType.APPLICATION_JSON : new MediaType("application", "json", quality);
    }

    private static MediaType withoutParameters(MediaType type) {
        return type.getQualityValue() == 1
                ? new MediaType(type.getType(), type.getSubtype())
                : new MediaType(type.getType(), type.getSubtype(), type.getQualityValue());
    }
}
