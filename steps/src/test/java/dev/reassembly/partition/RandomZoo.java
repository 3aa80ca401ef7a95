package dev.reassembly.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Zoos with random sizes, and similarities that are squared cosines of random features drifting along each chain. */
final class RandomZoo {
    private RandomZoo() {}

    static PartitionProblem of(long seed, int models, int minLayers, int maxLayers) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PartitionProblem.Model> zoo = new ArrayList<>();
        List<double[]> features = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            List<Long> sizes = new ArrayList<>();
            int layers = random.nextInt(minLayers, maxLayers + 1);
            double[] drift = gaussian(random);
            for (int i = 0; i <= layers; i++) {
                if (i < layers) {
                    sizes.add(random.nextLong(1, 100));
                }
                double[] feature = gaussian(random);
                for (int j = 0; j < feature.length; j++) {
                    feature[j] += 2.0 * i / layers * (1 + drift[j] / 4);
                }
                features.add(feature);
            }
            zoo.add(new PartitionProblem.Model("m" + m, sizes));
        }
        int cuts = features.size();
        double[][] similarity = new double[cuts][cuts];
        for (int i = 0; i < cuts; i++) {
            for (int j = 0; j < cuts; j++) {
                double dot = dot(features.get(i), features.get(j));
                similarity[i][j] = dot * dot / dot(features.get(i), features.get(i)) / dot(features.get(j), features.get(j));
            }
        }
        return new PartitionProblem(zoo, similarity);
    }

    private static double[] gaussian(SplittableRandom random) {
        double[] values = new double[6];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
