package io.docket.web.pipeline;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a {@link DocumentState} in one text column. */
@Converter(autoApply = true)
public class DocumentStateColumn implements AttributeConverter<DocumentState, String> {
    @Override
    public String convertToDatabaseColumn(DocumentState state) {
        return state == null ? null : state.name();
    }

    @Override
    public DocumentState convertToEntityAttribute(String column) {
        return column == null ? null : DocumentState.named(column);
    }
}
