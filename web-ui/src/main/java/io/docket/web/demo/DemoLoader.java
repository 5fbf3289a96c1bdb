package io.docket.web.demo;

/** Fills the tenant of the demonstration. The implementation is a bean; {@link DemoStart} calls it at each start. */
public interface DemoLoader {
    /**
     * Brings the tenant to where a visitor can search by category. Called in the scope of the tenant, on a thread of its own,
     * at every start with {@code --demo}: what is there already stays as it is.
     */
    void load(String tenantId);
}
