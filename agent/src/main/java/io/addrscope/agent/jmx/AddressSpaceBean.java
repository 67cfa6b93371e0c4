// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.jmx;

import com.google.gson.JsonObject;
import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.Statistics;
import io.addrscope.agent.hooks.HookReport;
import io.addrscope.model.AddressFormatException;
import io.addrscope.model.AddressParser;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.ProcessException;
import io.addrscope.render.Json;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The bean itself. The address space is opened when the first question comes, on the thread that asks; registering it
 * loads neither JNA nor anything else of the library. Safe for all threads.
 */
public final class AddressSpaceBean implements AddressSpaceMXBean {

    private final String version;
    private final Settings settings;
    private final Supplier<HookReport> hooks;
    private volatile @Nullable AddressSpace space;

    /**
     * Makes the bean without registering it.
     *
     * @param version the agent's
     * @param settings how the address space is opened
     * @param hooks tells which hooks are in
     */
    public AddressSpaceBean(String version, Settings settings, Supplier<HookReport> hooks) {
        this.version = version;
        this.settings = settings;
        this.hooks = hooks;
    }

    /**
     * Puts the bean on the platform's server.
     *
     * @throws IllegalStateException if the server refuses it, as when the name is taken
     */
    public void register() {
        try {
            server().registerMBean(this, name());
        } catch (JMException e) {
            throw new IllegalStateException("the MBean " + OBJECT_NAME + " cannot be registered", e);
        }
    }

    /** Takes the bean off the platform's server, if somebody has not done so already. */
    public void unregister() {
        try {
            server().unregisterMBean(name());
        } catch (InstanceNotFoundException e) {
            // As wanted.
            return;
        } catch (JMException e) {
            throw new IllegalStateException("the MBean " + OBJECT_NAME + " cannot be unregistered", e);
        }
    }

    @Override
    public String locate(String address) {
        try {
            return Json.line(space().locate(AddressParser.parse(address)));
        } catch (AddressFormatException e) {
            throw new IllegalArgumentException(e.getMessage());
        } catch (ProcessException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String[] locateAll(String[] tokens) {
        String[] answers = new String[tokens.length];
        long[] addresses = new long[tokens.length];
        int[] positions = new int[tokens.length];
        int count = 0;
        for (int i = 0; i < tokens.length; i++) {
            try {
                addresses[count] = AddressParser.parse(tokens[i]);
                positions[count] = i;
                count++;
            } catch (AddressFormatException e) {
                answers[i] = refusal(tokens[i], e);
            }
        }
        try {
            List<Location> locations = space().locateAll(Arrays.copyOf(addresses, count));
            for (int k = 0; k < count; k++) {
                answers[positions[k]] = Json.line(locations.get(k));
            }
            return answers;
        } catch (ProcessException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String[] maps() {
        try {
            List<Mapping> mappings = space().maps().mappings();
            return mappings.stream().map(Json::line).toArray(String[]::new);
        } catch (ProcessException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String getVersion() {
        return version;
    }

    @Override
    public String getObtainedBy() {
        return statistics().obtainedBy().toString();
    }

    @Override
    public String getObtainedByReason() {
        return statistics().explanation();
    }

    @Override
    public long getLocationCount() {
        return statistics().locations();
    }

    @Override
    public long getQueryCount() {
        return statistics().queries();
    }

    @Override
    public long getSnapshotCount() {
        return statistics().snapshots();
    }

    @Override
    public int getImageCount() {
        return statistics().images();
    }

    @Override
    public int getSymbolTableCount() {
        return statistics().symbolTables();
    }

    @Override
    public int getHeldFileCount() {
        return statistics().heldFiles();
    }

    @Override
    public long getImageHitCount() {
        return statistics().imageHits();
    }

    @Override
    public long getImageMissCount() {
        return statistics().imageMisses();
    }

    @Override
    public long getCacheHitCount() {
        return statistics().cache().hits();
    }

    @Override
    public long getCacheVerificationCount() {
        return statistics().cache().verifications();
    }

    @Override
    public long getCacheMismatchCount() {
        return statistics().cache().mismatches();
    }

    @Override
    public long getCacheEvictionCount() {
        return statistics().cache().evictions();
    }

    @Override
    public int getCacheMappingCount() {
        return statistics().cache().mappings();
    }

    @Override
    public long getCacheBytes() {
        return statistics().cache().bytes();
    }

    @Override
    public long getCacheCapacityBytes() {
        return statistics().cache().capacity();
    }

    @Override
    public long getEpoch() {
        return statistics().cache().epoch();
    }

    @Override
    public boolean isEpochFed() {
        return statistics().cache().epochFed();
    }

    @Override
    public String[] getHooks() {
        return hooks.get().installed().toArray(String[]::new);
    }

    @Override
    public String[] getMissingHooks() {
        return hooks.get().missing().toArray(String[]::new);
    }

    @Override
    public long getLeaseClockDelayNanos() {
        return statistics().cache().clockDelayNanos();
    }

    private Statistics statistics() {
        try {
            return space().statistics();
        } catch (ProcessException e) {
            throw unreadable(e);
        }
    }

    private AddressSpace space() {
        AddressSpace own = space;
        if (own == null) {
            synchronized (this) {
                own = space;
                if (own == null) {
                    own = AddressSpace.self(settings);
                    space = own;
                }
            }
        }
        return own;
    }

    private static String refusal(String token, AddressFormatException cause) {
        JsonObject line = new JsonObject();
        line.addProperty("v", 1);
        line.addProperty("token", token);
        line.addProperty("error", cause.getMessage());
        return line.toString();
    }

    /** Without its cause, whose class the other side may not have. */
    private static IllegalStateException unreadable(ProcessException cause) {
        return new IllegalStateException(cause.getMessage());
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName name() throws JMException {
        return new ObjectName(OBJECT_NAME);
    }
}
