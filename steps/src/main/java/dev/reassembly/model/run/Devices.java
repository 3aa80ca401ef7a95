package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import dev.reassembly.failure.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of devices as users write them. */
public final class Devices {
    /** The engine that runs all networks. */
    public static final String ENGINE = "PyTorch";

    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    private Devices() {}

    /**
     * @param name {@code auto} (the first GPU when the engine has one, else the CPU), {@code cpu} or {@code cuda:N}
     * @throws InvalidInputException for any other name and for a device that is not there
     */
    public static Device parse(String name) {
        Engine engine = Engine.getEngine(ENGINE);
        int gpus = engine.getGpuCount();
        if (gpus == 0 && !name.equals("cpu") && engine.hasCapability(StandardCapabilities.CUDA)) {
            throw new InvalidInputException("--device", "the engine was built for CUDA and finds a driver, but libcudart, by which devices are counted, is not"
                    + " found: name its folder with -Djna.library.path in REASSEMBLY_JAVA_OPTS, or say --device cpu");
        }
        if (name.equals("auto")) {
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new InvalidInputException("--device", "'" + name + "' is not a device; allowed are auto, cpu and cuda:N");
        }
        int index = Integer.parseInt(cuda.group(1));
        if (index >= gpus) {
            throw new InvalidInputException("--device", name + " is not there; the engine sees " + gpus + " CUDA devices");
        }
        return Device.gpu(index);
    }
}
