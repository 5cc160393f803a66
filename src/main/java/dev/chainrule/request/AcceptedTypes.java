package dev.chainrule.request;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/** The types that the header Accept names, without parameters such as a character set: each type has one form here, and texts are UTF-8. */
final class AcceptedTypes extends HeaderContentNegotiationStrategy {
    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
        return super.resolveMediaTypes(request).stream().map(AcceptedTypes::withoutParameters).toList();
    }

    private static MediaType withoutParameters(MediaType type) {
        return type.getQualityValue() == 1
                ? new MediaType(type.getType(), type.getSubtype())
                : new MediaType(type.getType(), type.getSubtype(), type.getQualityValue());
    }
}
