package io.docket.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * One OpenSearch node on the loopback address, until the process is ended. Arguments: a folder for its data, and a port.
 * Prints {@code ready} when it answers.
 */
public final class OpenSearchServer {

    private OpenSearchServer() {}

    private static final class PeerNode extends Node {
        PeerNode(Settings settings) {
            super(
                    InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "peer"),
                    List.of(module(Netty4ModulePlugin.class, "HTTP"), module(CommonAnalysisModulePlugin.class, "filters")),
                    true);
        }
    }

    private static PluginInfo module(Class<?> module, String description) {
        String name = module.getName();
        return new PluginInfo(name, description, "none", Version.CURRENT, "25", name, List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        Settings settings = Settings.builder()
                .put("path.home", data.toString())
                .put("path.data", data.resolve("data").toString())
                .put("path.logs", data.resolve("logs").toString())
                .put("cluster.name", "peer")
                .put("node.name", "peer")
                .put("discovery.type", "single-node")
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("http.port", arguments[1])
                .put("network.host", "127.0.0.1")
                .build();
        Node node = new PeerNode(settings);
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (java.io.IOException e) {
                System.err.println("closing failed: " + e);
            }
        }));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
