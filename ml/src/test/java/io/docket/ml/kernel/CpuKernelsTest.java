package io.docket.ml.kernel;

import io.docket.ml.kernel.cpu.CpuKernels;
import org.junit.jupiter.api.Nested;

/** The contract over the CPU's kernels, alone and with workers that share each operation. */
class CpuKernelsTest {

    @Nested
    class OneThread extends KernelsContract {
        @Override
        Kernels open() {
            return new CpuKernels(1);
        }
    }

    @Nested
    class ThreeThreads extends KernelsContract {
        @Override
        Kernels open() {
            return new CpuKernels(3);
        }
    }
}
