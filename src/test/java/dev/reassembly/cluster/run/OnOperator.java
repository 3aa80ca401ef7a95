package dev.reassembly.cluster.run;

import dev.reassembly.cluster.OnCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks tests that need the operator on a cluster; they may take an {@link Installation} or {@link Reference}, which all of them share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@OnCluster
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith({OperatorExtension.class, Diagnosis.class})
@interface OnOperator {}
