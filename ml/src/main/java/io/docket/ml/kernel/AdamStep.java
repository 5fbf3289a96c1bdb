package io.docket.ml.kernel;

/**
 * One update by Adam with decoupled weight decay, as fastai v2 defines it: first {@code p ← p·(1 − rate·decay)}, then
 * {@code p ← p − rate · (m / (1 − β1^t)) / (√(v / (1 − β2^t)) + ε)}.
 *
 * @param rate learning rate
 * @param beta1 decay of the first moment; fastai's text learners move it between 0.8 and 0.7
 * @param beta2 decay of the second moment; fastai's default is 0.99
 * @param epsilon added outside the square root; fastai's default is 1e-5
 * @param decay weight decay
 * @param correction1 {@code 1 − β1^t}; with a moving β1, as fastai has it, the power of the present one
 * @param correction2 {@code 1 − β2^t}
 * @param gradientFactor multiplies the gradient first (clipping, averaging)
 */
public record AdamStep(
        float rate,
        float beta1,
        float beta2,
        float epsilon,
        float decay,
        float correction1,
        float correction2,
        float gradientFactor) {}
