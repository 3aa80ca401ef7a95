package dev.reassembly.front;

/** How costs are measured along the axis of a front. */
public enum CostScale {
    /** In doublings: from one network to one of twice its cost is 1. Cheap networks count as much as dear ones. */
    LOG2 {
        @Override
        double of(double cost) {
            return Math.log(cost) / Math.log(2);
        }
    },
    /** As it is: the range in which the dear networks lie counts most. */
    LINEAR {
        @Override
        double of(double cost) {
            return cost;
        }
    };

    /** @param cost above 0 */
    abstract double of(double cost);
}
