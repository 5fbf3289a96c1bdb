/**
 * The support view: people ask in plain words and get the passage that answers, opened at its place in the source; whoever
 * is still stuck hands the question over with what was tried; support leads see which questions found nothing.
 *
 * <p>{@link io.docket.web.support.Answers} asks the index, {@link io.docket.web.support.SupportQuestions} keeps what was
 * asked, shown, opened and said, {@link io.docket.web.support.Handovers} what people took over, and
 * {@link io.docket.web.support.SupportInsight} reads from that what is missing. A person sees the own questions; support
 * staff see all. What may answer is decided by {@link io.docket.web.support.AnswerAccess}: the rights of everywhere, and for
 * readers only collections that were opened for answers.
 */
package io.docket.web.support;
