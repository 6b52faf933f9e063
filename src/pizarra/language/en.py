"""What the pages say, in English."""

SENTENCES: dict[str, str] = {
    # Page
    "page.title": "Backpropagation step by step: a {shape} network",
    "page.titled": "{title}",
    "page.summary": "{layers} Loss: {loss}. Samples: {count}.",
    "list.whole": "Layers: {items}.",
    "list.then": "{first} → {second}",
    "page.contents": "Contents",
    "page.note": "Note",
    "page.warning": "Careful",
    "page.role.value": "values",
    "page.role.parameter": "parameters",
    "page.role.gradient": "gradients",
    "page.role.local": "local derivatives",
    "page.role.target": "target and loss",
    "page.diagram": "The network with its values and gradients",
    "page.diagram.told": (
        "Column by column from left to right, the value of each neuron and, in brackets, its "
        "gradient. {columns}. Loss: {loss}."
    ),
    "section.data": "Data and notation",
    "section.forward": "Forward",
    "section.loss": "Loss",
    "section.backward": "Backward",
    "section.update": "Update",
    "section.summary": "Summary and check",
    "section.printed": "What the program printed",
    "section.steps": "More steps",
    "part.general": "General",
    "part.matrices": "Matrices",
    "part.case": "One case",
    "part.check": "Check",
    "part.fold": "Folding",
    "part.sum": "Sum",
    "part.collapse": "Why",
    "part.values": "Values",
    "part.gradients": "Gradients",
    "part.updated": "Updated",
    "part.printed": "Printed",
    "part.true": "Right",
    "part.printed_after": "After",
    # Layers and losses
    "layer.linear": "linear",
    "layer.sigmoid": "sigmoid",
    "layer.tanh": "tanh",
    "layer.relu": "ReLU",
    "layer.leaky_relu": "leaky ReLU",
    "layer.elu": "ELU",
    "layer.softplus": "softplus",
    "layer.identity": "identity",
    "layer.softmax": "softmax",
    "layer.add": "sum",
    "layer.squared_error": "squared error",
    "layer.cross_entropy": "cross-entropy",
    "layer.softmax_cross_entropy": "softmax cross-entropy",
    "layer.binary_cross_entropy": "binary cross-entropy",
    "layer.binary_cross_entropy_logits": "binary cross-entropy of logits",
    "place.layer": "layer {number} ({layer})",
    "place.loss": "the loss ({layer})",
    # Data and notation
    "data.picture": (
        "The network for sample {sample}: in each neuron its value, below it its gradient; dashed, "
        "the paths of the case."
    ),
    "data.picture.single": (
        "The network: in each neuron its value, below it its gradient; dashed, the paths of the case."
    ),
    "data.symbols": "Symbols",
    "data.rounding": (
        "Numbers are shown with {decimals} decimals, or fewer where that is exact. Every equality "
        "can be checked with the digits that you see: where they do not suffice, more are shown; "
        "where even those do not, it says ≈."
    ),
    "data.numerator": (
        "Numerator layout: the derivative of the loss with respect to a column vector is a row, "
        "and with respect to a matrix it has the shape of the transpose."
    ),
    "data.denominator": (
        "Denominator layout: the derivative of the loss has the shape of what it is taken with "
        "respect to, and Jacobians are transposed."
    ),
    "meaning.input": "input",
    "meaning.target": "target",
    "meaning.weights": "weights of {output}",
    "meaning.bias": "bias of {output}",
    "meaning.parameter": "parameter of {output}",
    "meaning.linear": "output of the {layer} layer, before the activation",
    "meaning.value": "output of the {layer} layer",
    "meaning.prediction": "output of the network ({layer})",
    "meaning.p": "probabilities",
    "meaning.l": "terms of the loss",
    "meaning.inner": "intermediate value",
    "meaning.loss": "loss ({layer})",
    "meaning.rate": "learning rate",
    "meaning.arrives": "what arrives at a layer: the derivative of the loss with respect to its output",
    "meaning.delta": "the derivative {partial}",
    "table.symbol": "symbol",
    "table.meaning": "meaning",
    "table.shape": "shape",
    "table.entry": "entry",
    "table.before": "before",
    "table.after": "after",
    "table.backpropagated": "gradient",
    "table.difference": "finite differences",
    "table.agree": "agree?",
    # Forward and loss
    "forward.linear.title": "{symbol}: linear map",
    "forward.linear.purpose": "Each unit weighs its inputs {input} and adds its bias, if it has one.",
    "forward.activation.title": "{symbol}: {layer} activation",
    "forward.activation.purpose": "The activation function is applied to every entry of {input} by itself.",
    "forward.softmax.title": "{symbol}: softmax",
    "forward.softmax.purpose": (
        "The numbers of {input} become positive and sum to 1; every output depends on every input."
    ),
    "forward.other.title": "{symbol}: {layer}",
    "forward.other.purpose": "The value {symbol} is computed like this.",
    "forward.per_sample": "It is done for each sample; above, sample {sample}.",
    "loss.title": "{symbol}: the loss",
    "loss.purpose": "One number says how far the prediction is from the target ({layer}).",
    "loss.p.title": "{symbol}: probabilities",
    "loss.p.purpose": (
        "Before it is compared with the target, the output of the network becomes probabilities."
    ),
    "loss.l.title": "{symbol}: terms of the loss",
    "loss.l.purpose": "What each output contributes to the loss.",
    "loss.inner.title": "{symbol}: intermediate value",
    "loss.inner.purpose": "A value that the loss needs.",
    # Backward
    "backward.loss.title": "∂{loss}/∂{symbol}: where the way back begins",
    "backward.loss.purpose": (
        "How much does the loss change if {symbol} changes a little? The answer is the first thing "
        "passed back."
    ),
    "backward.value.title": "Through the {layer} layer, to {symbol}",
    "backward.value.purpose": (
        "What arrives at {output} is multiplied by the local derivative and goes on back."
    ),
    "backward.parameter.title": "The gradient of {symbol}",
    "backward.parameter.purpose": (
        "What arrives at {output} is multiplied by the local derivative with respect to {symbol}; "
        "the result is stored for the update."
    ),
    "backward.sum.title": "{symbol} is used more than once: the contributions add up",
    "backward.sum.purpose": (
        "{count} layers read {symbol}; each sends a derivative back, and the whole derivative is their sum."
    ),
    "backward.batch": "The matrix product adds up the {count} samples: a parameter acts in all of them.",
    "line.arrives": "what arrives",
    "line.arrives.loss": "what arrives: the loss itself",
    "line.local": "local derivative",
    "line.local.sample": "local derivative of sample {sample}",
    "line.product": "product",
    "line.stored": "stored: it is the gradient of {symbol}",
    "line.passed": "passed on, back to {place}",
    "line.stored.sentence": "{entry} is stored: it is an entry of the gradient of {symbol}.",
    "line.passed.sentence": "{entry} is passed on, back to {place}.",
    "line.ends": "here the way ends",
    "line.all_samples": "all samples",
    "why.transposed.left": (
        "Why the transpose? In the general formula the sum runs over {index}, the {place} index of "
        "{entry}; a matrix product runs over the second index of its first factor. Hence {result}."
    ),
    "why.transposed.right": (
        "Why the transpose? In the general formula the sum runs over {index}, the {place} index of "
        "{entry}; a matrix product runs over the first index of its second factor. Hence {result}."
    ),
    "why.plain.left": (
        "No transpose is needed here: the sum runs over {index}, the {place} index of {entry}, "
        "which is what a product with {matrix} on the left runs over."
    ),
    "why.plain.right": (
        "No transpose is needed here: the sum runs over {index}, the {place} index of {entry}, "
        "which is what a product with {matrix} on the right runs over."
    ),
    "why.outer": (
        "There is no sum: every entry {entry} is one product, {product}. A column times a row, "
        "{matrices}, is the table of all these products."
    ),
    "why.outer.batch": (
        "Each sample contributes a table of products; {matrices} adds up the {count} tables, and "
        "the transpose puts the index of the sample where the product sums."
    ),
    "ordinal.first": "first",
    "ordinal.second": "second",
    "collapse.softmax": (
        "The denominators {prediction} cancel, and because the targets {target} of each sample sum "
        "to 1, the difference is left. So neither of the two factors need be computed."
    ),
    "collapse.sigmoid": (
        "The denominator is just the derivative of the sigmoid and cancels: the difference of "
        "{prediction} and {target} is left."
    ),
    # Paths
    "paths.title": "One entry, path by path: {entry}",
    "paths.purpose": (
        "There are {count} paths from {entry} to {loss}. Multiply along each path, and add up the paths."
    ),
    "paths.purpose.one": "There is one path from {entry} to {loss}: it is enough to multiply along it.",
    "paths.path": "path",
    "paths.contribution": "contribution",
    "paths.via": "via {stops}",
    "paths.sum": "sum",
    "paths.others": "the other {count} paths",
    "paths.caption": "Each path with its factors, their product, and the sum.",
    "paths.caption.route": "Route {number} of {of}: {route}.",
    "paths.too_many": (
        "There are {count} paths this way, too many to walk one by one. Backpropagation adds them "
        "up without walking them: that is δ."
    ),
    "paths.fold": (
        "The factors that all paths share are taken out of the sum, layer by layer. What each line "
        "gives is computed once and serves for all entries: so one arrives at the gradient of "
        "{entry}."
    ),
    "every.title": "Every partial derivative",
    "every.purpose": "Each derivative of {loss}, with the factors of all its paths; one path a term.",
    # Forms and checks
    "forms.title": "The two forms: VJP and δ",
    "forms.purpose": (
        "For one sample, the same computation written with rows (vector-Jacobian products) and "
        "with columns (δ)."
    ),
    "forms.quantity": "derivative",
    "forms.vjp": "VJP form",
    "forms.delta": "δ form",
    "forms.caption": "Each form was evaluated with these numbers: one gives the transpose of the other.",
    "check.yes": "✓",
    "check.no": "✗",
    "check.agrees": "finite differences ✓",
    "check.fails": "finite differences do NOT agree ✗",
    "check.kink": (
        "At {entry} there is a kink: from the left the derivative is {left}, from the right "
        "{right}. The value {value} lies between them and is valid."
    ),
    # Update and summary
    "update.title": "New {symbol}",
    "update.purpose": "Take a step against the gradient: that lowers the loss, if the step is small.",
    "after.values": "With the updated parameters, the forward pass gives:",
    "after.down": "The loss {loss} goes down from {before} to {after}.",
    "after.up": "The loss {loss} goes up from {before} to {after}: the step is too large.",
    "after.same": "The loss {loss} stays at {before}.",
    "summary.caption": "{shown} of {total} parameters",
    "summary.agrees": "All gradients shown agree with their finite differences.",
    "summary.fails": "Some gradient does not agree with its finite differences.",
    "steps.caption": "The loss at each step",
    "steps.step": "step",
    "steps.before": "{loss} before",
    "steps.after": "{loss} after",
    "steps.title": "Step {number}",
    "steps.purpose": "The same computations with the parameters that the step before left.",
    "steps.rest": "The other {count} steps are in the table only.",
    "printed.intro": (
        "A program printed these figures for this same network. They are not the gradient of the "
        "network: they stand beside what is right."
    ),
    "printed.label": "{label}",
    "printed.equal": "It equals what is right.",
    "printed.opposite": "It is what is right with the opposite sign.",
    "printed.differs": "It is not {symbol}, not even up to the sign.",
    "printed.after": (
        "Then the program moved its weights and printed the following. These figures come out with "
        "{sign} in every update: weight {sign} rate × printed gradient."
    ),
    # Training
    "train.the_loss": "the loss",
    "train.the_validation_loss": "the validation loss",
    "train.stopped.not_yet": "it has not stopped yet",
    "train.stopped.epochs": "all {count} epochs are done",
    "train.stopped.finite": "a number is not finite",
    "train.stopped.tolerance": "the loss reached the tolerance {tolerance}",
    "train.stopped.patience": "{loss} has not fallen for {count} epochs",
    "train.stopped.callback": "the callback asked for it",
    "train.stopped.interrupted": "it was interrupted from the keyboard",
    "train.interrupted": (
        "Training was interrupted in epoch {epoch}, after {steps} steps. The parameters are those of this moment and "
        "can be used."
    ),
    "train.place.layer": "layer {index}, {name}",
    "train.place.loss": "the loss, {name}",
    "train.where.parameter": "the parameter {name} of {place}",
    "train.where.output": "the output of {place}",
    "train.where.gradient": "the gradient of {name}, of {place},",
    "train.where.norm": "the size of the gradient",
    "train.finite": "Training stopped in epoch {epoch}, step {step}: {where} is not finite.",
    "train.finite.losses": "The loss was {first} in the first batch and {last} in the last.",
    "train.finite.remedy": "Give a smaller rate than {rate}, or clip=1.",
    "train.finite.start": "It was so at the start: give smaller parameters, or numbers in X of about −1 to 1.",
    "train.finite.logits": "A loss of logits stays finite where a probability comes to be 0.",
    "train.growing": (
        "The loss has grown from {first} in the first epoch to {last} in epoch {epoch}: the rate {rate} is too large. "
        "Give about {less}."
    ),
    "train.flat": (
        "In epoch {epoch}, {count} of the {units} units of {place} are {how}: their slope is below {flat} for each of "
        "{samples} samples looked at, so hardly any gradient passes."
    ),
    "train.flat.dead": "dead",
    "train.flat.saturated": "saturated",
    "train.flat.dead.remedy": "Give a smaller rate, initial='he_uniform', or leaky_relu in its place.",
    "train.flat.saturated.remedy": (
        "Bring X to numbers of about −1 to 1, begin with smaller parameters, or give a smaller rate."
    ),
    "bar.epoch": "epoch {epoch}/{epochs}",
    "bar.loss": "loss {loss}",
    "bar.validation": "validation {loss}",
    "bar.left": "{time} left",
    "bar.done": "{epochs} epochs in {time}",
    # The command line
    "cli.train.data": "{rows} rows, {inputs} inputs.",
    "cli.train.classes": "{target} has {count} classes: {labels}.",
    "cli.train.regression": "Numbers to predict: {targets}.",
    "cli.train.held": "{rows} rows are held back for validation.",
    "cli.train.network": "Network {shape}, {count} parameters.",
    "cli.train.stopped": "Stopped after {epochs} epochs: {reason}.",
    "cli.train.done": "{epochs} epochs.",
    "cli.train.score": "Training: loss {loss}, {score}.",
    "cli.train.score_held": "Validation: loss {loss}, {score}.",
    "cli.train.accuracy": "accuracy {share}",
    "cli.train.r2": "R² {number}",
    "cli.train.written": "The model is in {file}.",
    "cli.train.lost": "No model was written: the parameters are no longer finite numbers.",
    # Checks of gradients
    "gradient.verdict.correct": "The gradient is right",
    "gradient.verdict.faulty": "The gradient is wrong",
    "gradient.verdict.unclear": "The gradient cannot be judged",
    "gradient.summary": "{checked} of {total} partial derivatives checked. Loss {loss}; it was computed {calls} times.",
    "gradient.section.findings": "What was found",
    "gradient.section.entries": "Entries",
    "gradient.section.parameters": "Parameters",
    "gradient.table.entry": "entry",
    "gradient.table.given": "given",
    "gradient.table.measured": "measured",
    "gradient.table.bound": "± at most",
    "gradient.table.ratio": "given / measured",
    "gradient.table.parameter": "parameter",
    "gradient.table.shape": "shape",
    "gradient.table.size": "entries",
    "gradient.table.checked": "checked",
    "gradient.table.right": "right",
    "gradient.table.small": "too small",
    "gradient.table.wrong": "wrong",
    "gradient.caption": "{shown} of {count} wrong entries, those farthest off first.",
    "gradient.sampled": (
        "{checked} of {total} entries were moved one by one; those left over were moved all together, along one line."
    ),
    "gradient.small": "Entries too small to judge: {count}. They agree, but so would quite different numbers.",
    "gradient.kinks": "Entries at a kink: {count}. There any number between the slopes of both sides is right.",
    "gradient.whole": "all parameters",
    "gradient.times": ", times {factor}",
    "gradient.axis.rows": "rows",
    "gradient.axis.columns": "columns",
    "gradient.axis.entries": "entries",
    "gradient.axis.row": "row {number}",
    "gradient.axis.column": "column {number}",
    "gradient.factor": "The gradient of {name} is {factor} times the right one, in every entry.",
    "gradient.sign": "The gradient of {name} has the opposite sign, in every entry.",
    "gradient.transpose": "The gradient of {name} is the transpose of the right one{times}.",
    "gradient.order": (
        "The gradient of {name} has the right numbers in another order{times}: "
        "flattened by columns and filled in by rows, or the other way round."
    ),
    "gradient.permutation": (
        "The gradient of {name} has the right {axis} in another order{times}: those of the right one, "
        "counted from 0, in the order {order}."
    ),
    "gradient.another": "What is given for {name} is the gradient of {other}{times}.",
    "gradient.another_transposed": "What is given for {name} is the transposed gradient of {other}{times}.",
    "gradient.swapped": "The gradients of {name} and {other} are swapped.",
    "gradient.zero": "The gradient of {name} is 0 in every entry; one of them should be {expected}.",
    "gradient.regulariser": (
        "The gradient of {name} is the right one plus {factor} times {name} itself: "
        "the derivative of a penalty that the loss does not have, or that the gradient lacks."
    ),
    "gradient.line": (
        "The gradient of {name} is wrong in {line} only: {count} of {of} entries. "
        "{place} is {found}; it should be {expected}."
    ),
    "gradient.entries": (
        "The gradient of {name} is wrong in {count} of {of} entries. {place} is {found}; it should be {expected}."
    ),
    "gradient.not_finite": "The gradient of {name} is not finite in {count} of {of} entries: {place} is {found}.",
    "gradient.structure": "The gradient is not built like the parameters: {what}.",
    "gradient.shape": "The gradient of {name} has the shape {given}; the parameter has {wanted}.",
    "gradient.shape_squeezed": (
        "The gradient of {name} has the right numbers in the shape {given}; the parameter has {wanted}."
    ),
    "gradient.shape_transposed": (
        "The gradient of {name} has the shape {given} in place of {wanted}: transposed, it is right."
    ),
    "gradient.shape_reshaped": (
        "The gradient of {name} has the shape {given} in place of {wanted}: the numbers and their order are right."
    ),
    "gradient.shape_unsummed": (
        "The gradient of {name} has the shape {given} in place of {wanted}: a sum is missing, "
        "such as the one over the samples. Summed up, it is right."
    ),
    "gradient.random": (
        "Two calls of the loss at the same parameters gave {first} and {second}. "
        "A random function has no gradient to check: fix its seed, or its mask, before."
    ),
    "gradient.random_gradient": "Two calls of the gradient at the same parameters gave different values.",
    "gradient.accumulated": (
        "Each call of the gradient adds to the one before: something is not set back to 0. The first call was checked."
    ),
    "gradient.mutated": (
        "The {who} writes into its arguments: {names}. The check works on copies; your program may not."
    ),
    # Diagnosis
    "mistake.wrong_formula": "another formula",
    "mistake.unexplained": "unexplained",
    "mistake.pre_activation_where_activation_belongs": "pre-activation where the activation belongs",
    "mistake.wrong_layers_input": "another layer's input",
    "mistake.wrong_weights": "wrong weights",
    "mistake.bias_not_used": "bias not used",
    "mistake.softmax_wrong_axis": "softmax along the wrong axis",
    "mistake.wrong_activation": "another activation",
    "mistake.wrong_sample_or_target": "wrong sample or target",
    "mistake.results_unpacked_in_the_wrong_order": "results unpacked in the wrong order",
    "mistake.missing_output_derivative": "the output's derivative is missing",
    "mistake.loss_and_delta_do_not_match": "loss and delta do not match",
    "mistake.sign_flipped": "flipped sign",
    "mistake.target_broadcast": "shapes that NumPy spreads",
    "mistake.derivative_returns_the_value": "the derivative returns the value",
    "mistake.wrong_activations_derivative": "another activation's derivative",
    "mistake.derivative_at_activation": "derivative at another point",
    "mistake.softmax_derivative_elementwise": "softmax's derivative element by element",
    "mistake.wrong_layers_delta": "layers that do not belong together",
    "mistake.delta_never_propagated": "delta is never propagated",
    "mistake.derivative_incomplete": "incomplete derivative",
    "mistake.error_passed_back_instead_of_delta": "the error is passed back, not delta",
    "mistake.update_before_use": "updated before use",
    "mistake.transposed_gradient": "transposed",
    "mistake.wrong_factor": "a factor too many",
    "mistake.missing_paths": "missing paths",
    "mistake.own_activation_instead_of_input": "own activation instead of the input",
    "mistake.bias_mean_weights_sum": "a mean here, a sum there",
    "mistake.bias_summed_over_units_too": "bias summed over the units too",
    "mistake.inner_instead_of_outer_product": "inner instead of outer product",
    "mistake.bias_gradient_from_weight_gradient": "the bias's gradient from that of the weights",
    "mistake.wrong_parameter_updated": "wrong parameter updated",
    "mistake.wrong_bias_column_removed": "the wrong column was removed",
    "mistake.rate_inside_delta": "the rate inside delta",
    "mistake.bias_never_updated": "the bias is never updated",
    "mistake.update_stored_under_another_name": "update stored under another name",
    "mistake.wrong_base_in_update": "wrong base in the update",
    "mistake.stale_or_undefined_variable": "a name without a value, or with an earlier one",
    "mistake.accumulator_not_reset": "accumulator not reset",
    "mistake.wrong_shape": "a shape that is not its own",
    "mistake.not_finite": "numbers that are not finite",
    "mistake.not_repeatable": "other numbers each time",
    "mistake.nothing_returned": "nothing returned",
    "fault.wrong_formula": (
        "{name} (layer {layer}) is not what belongs there, though a formula much like it gives your numbers."
    ),
    "fault.unexplained": "{name} (layer {layer}) is not right, and no known mistake gives your numbers.",
    "fault.pre_activation_where_activation_belongs": (
        "{name} (layer {layer}) uses the pre-activation z where the activation a belongs."
    ),
    "fault.wrong_layers_input": (
        "{name} (layer {layer}) reads the output of another layer, not of the one before it."
    ),
    "fault.wrong_weights": (
        "{name} (layer {layer}) uses other weights: go back through the matrix that was used "
        "on the way forward."
    ),
    "fault.bias_not_used": "{name} (layer {layer}) does not add the bias.",
    "fault.softmax_wrong_axis": (
        "{name} (layer {layer}): the sum of the softmax runs along another axis. Each sample "
        "sums to 1 over its units."
    ),
    "fault.wrong_activation": (
        "{name} (layer {layer}) is computed with another activation than the network's."
    ),
    "fault.wrong_sample_or_target": (
        "{name} (layer {layer}) takes data of another sample, or lacks some: pair each input "
        "with its own target."
    ),
    "fault.results_unpacked_in_the_wrong_order": (
        "{name} (layer {layer}): two values have each other's names. Look in which order the "
        "function returns them."
    ),
    "fault.missing_output_derivative": (
        "{name} (layer {layer}) is the error without the derivative of the output's "
        "activation. Under another loss it would be right."
    ),
    "fault.loss_and_delta_do_not_match": (
        "{name} (layer {layer}) is the derivative of another loss, not of the one in use."
    ),
    "fault.sign_flipped": "{name} (layer {layer}) has the opposite sign of the others.",
    "fault.target_broadcast": (
        "{name} (layer {layer}): NumPy spread an array of another shape, so each sample meets "
        "all of them. Make the shapes equal before subtracting."
    ),
    "fault.derivative_returns_the_value": (
        "{name} (layer {layer}): the derivative of the activation returns the value, not the derivative."
    ),
    "fault.wrong_activations_derivative": (
        "{name} (layer {layer}) uses the derivative of another activation, or none."
    ),
    "fault.derivative_at_activation": (
        "{name} (layer {layer}): the derivative is taken at another point, at a where it wants "
        "z or the reverse."
    ),
    "fault.softmax_derivative_elementwise": (
        "{name} (layer {layer}) uses the diagonal p(1 − p) alone. In a softmax every output "
        "depends on all inputs."
    ),
    "fault.wrong_layers_delta": (
        "{name} (layer {layer}) combines values of layers that do not belong together: a "
        "layer's delta goes with the activation before it."
    ),
    "fault.delta_never_propagated": (
        "{name} (layer {layer}): the error does not get here, though the loss is not 0."
    ),
    "fault.derivative_incomplete": (
        "{name} (layer {layer}): the derivative of the activation lacks a factor or a term."
    ),
    "fault.error_passed_back_instead_of_delta": (
        "{name} (layer {layer}) gets the error of the layer above before it was multiplied by "
        "the derivative: pass its delta."
    ),
    "fault.update_before_use": (
        "{name} (layer {layer}) uses weights that were updated already. Compute all gradients "
        "before you change a weight."
    ),
    "fault.transposed_gradient": (
        "{name} (layer {layer}) is transposed. In square matrices the shape does not show it."
    ),
    "fault.wrong_factor": "{name} (layer {layer}) has a factor that the others do not have.",
    "fault.missing_paths": (
        "{name} (layer {layer}) counts only some of the paths to the loss: sum over all units "
        "of the next layer."
    ),
    "fault.own_activation_instead_of_input": (
        "{name} (layer {layer}) uses the layer's own activation, or none, where the layer's input belongs."
    ),
    "fault.bias_mean_weights_sum": (
        "{name} (layer {layer}) is divided by another number than the other gradients: a mean "
        "here, a sum there."
    ),
    "fault.bias_summed_over_units_too": (
        "{name} (layer {layer}) is summed over the units too: one number for all. Sum over the samples only."
    ),
    "fault.inner_instead_of_outer_product": (
        "{name} (layer {layer}) is an inner product, one number, where the outer product belongs, a matrix."
    ),
    "fault.bias_gradient_from_weight_gradient": (
        "{name} (layer {layer}) comes from the gradient of the weights. That of the bias is "
        "the sum of delta over the samples."
    ),
    "fault.wrong_parameter_updated": (
        "{name} (layer {layer}): the wrong parameter is used or changed, perhaps where a line was copied."
    ),
    "fault.wrong_bias_column_removed": (
        "{name} (layer {layer}): another row or column than that of the bias was removed."
    ),
    "fault.rate_inside_delta": (
        "{name} (layer {layer}) has the learning rate in it, which belongs to the update alone."
    ),
    "fault.bias_never_updated": "{name} (layer {layer}): the bias stays as it was.",
    "fault.update_stored_under_another_name": (
        "{name} (layer {layer}): the parameter does not change. Is the update stored under another name?"
    ),
    "fault.wrong_base_in_update": (
        "{name} (layer {layer}): the step does not start from the parameter itself."
    ),
    "fault.stale_or_undefined_variable": (
        "{name} (layer {layer}) uses what a variable held before, in another sample or round."
    ),
    "fault.accumulator_not_reset": (
        "{name} (layer {layer}) adds up from sample to sample: set it to 0 before each."
    ),
    "fault.contrast": "{message} {contrast}",
    "contrast.missing_factor": "The factor {what} is missing.",
    "contrast.missing_term": "The term {what} is missing.",
    "contrast.surplus_factor": "The factor {what} is too much.",
    "contrast.surplus_term": "The term {what} is too much.",
    "contrast.instead": "{found} stands where {right} belongs.",
    "fault.shape": (
        "{name} has the shape {came}; {wanted} belongs there. Make shapes equal before you subtract or multiply."
    ),
    "fault.turned": "{name} has the shape {came}, turned: {wanted} belongs there.",
    "fault.not_finite": (
        "{name} has entries that are not finite. Look for a division by 0, a logarithm of 0 or an overflow in the "
        "line that computes it."
    ),
    "fault.uphill": (
        "The step goes uphill: the loss grows. Change the sign of the gradient or that of the "
        "update, not both."
    ),
    "fault.exchanged": (
        "{names}: each has the other's numbers. Look in which order the function returns them."
    ),
    "fault.nothing": "The function returns nothing that can be checked: {names}.",
    "fault.random": (
        "The function gives other numbers each time: {name}. Fix the seed, and begin every call afresh."
    ),
    "note.sign": "All has the opposite sign: right, if the update adds instead of subtracting.",
    "note.factor": "Right up to the common factor {factor}, which may go into the learning rate.",
    "note.mutates": "The function changes what it is given: {names}.",
    "note.vague": "Too small to judge at this point: {names}.",
    "note.stopped_time": "The search stopped early: its time was up. Given more seconds, it may find more.",
    "note.stopped_size": (
        "The search stopped early: these arrays are too large for every pair of edits. "
        "The same code on a smaller network is searched in full."
    ),
    "diagnosis.title": "Diagnosis",
    "diagnosis.findings": "Findings",
    "diagnosis.evidence": "For example",
    "diagnosis.entry": "entry",
    "diagnosis.yours": "yours",
    "diagnosis.right": "right",
    "diagnosis.trust": "Trust",
    "diagnosis.where": "{name}: {mistake}",
    "diagnosis.correct": "Correct.",
    "diagnosis.faulty": "There are mistakes.",
    "diagnosis.unclear": "It cannot be decided.",
    "diagnosis.found": "Your numbers",
    "diagnosis.expected": "What belongs there",
    "diagnosis.remedy": "Write",
    "diagnosis.worked": "Worked solution",
    "diagnosis.step": "In the page that pizarra explain writes: #{step}.",
    "diagnosis.rivals": "Also possible: {names}.",
    "diagnosis.rivals.one": "{mistake}",
    "diagnosis.rivals.more": "{mistake}; {others}",
    "diagnosis.confirmed": "Confirmed at {count} points.",
    # Plots
    "plot.epoch": "epoch",
    "plot.loss": "loss",
    "plot.training": "training",
    "plot.validation": "validation",
    "plot.least": "least validation loss, {loss}",
    "plot.rate": "learning rate",
    "plot.prediction": "prediction",
    "plot.step": "step {number}",
    "plot.layer": "layer {index}: {parameters}",
    "plot.layers": "from the input to the output",
    "plot.gradient": "size of the gradient (root mean square)",
    "program.title": "{name}",
    "program.where": "Where",
    "program.line": "Line {line}.",
    "program.file": "{file}, line {line}.",
    "program.cell": "Cell {cell}, line {line}.",
    "program.at_line": "Line {line}",
    "program.at_file": "{file}, line {line}",
    "program.at_cell": "Cell {cell}, line {line}",
    "program.nowhere": "No single line.",
    "program.network": "Read as a network {sizes} ({activations}), loss {loss}.",
    "program.network_implied": (
        "Read as a network {sizes} ({activations}); the program computes no loss that is known: "
        "{loss} was taken."
    ),
    "program.left_out": "{place} was left out: {text}",
    "program.bridged": (
        "{place} puts an array of one number where a number belongs; newer versions of NumPy refuse that."
    ),
    "program.raised": "{place} raises {text}",
    "program.undefined": "{name} is used, and nothing defines it.",
    "program.timeout": "The program did not end in time, and nothing was recorded.",
    "program.died": (
        "The program ended without a word (out of memory, or stopped from within), and nothing was recorded."
    ),
    "program.no_target": "The prediction is nowhere compared with a target.",
    "program.rounds": "The first step is right, and the second was not understood.",
    "program.other_weights": "Told with other weights: at those of the program what is wrong looks right,"
    " as two losses have the same gradient there, or a matrix of weights is its own transpose.",
    "program.tried": "Nothing lets {call} happen, so it was tried: with data of shape {x} and targets of shape {t}.",
    "program.nothing_moves": "All steps that were seen, and all gradients, are zero: nothing can be told of them.",
    "mistake.dropout_mask_missing_backward": "the dropout mask is missing on the way back",
    "mistake.dropout_scale_mismatch": "the dropout's scale is missing on one way",
    "mistake.regulariser_gradient": "the penalty in the place of its slope",
    "mistake.regulariser_gradient_missing": "the penalty's slope is missing",
    "mistake.in_place_aliasing": "an array changed in place, and used after",
    "fault.dropout_mask_missing_backward": (
        "{name} (layer {layer}): what dropout switched off gets a gradient. Multiply by the mask of the forward pass."
    ),
    "fault.dropout_scale_mismatch": (
        "{name} (layer {layer}): the forward pass divides by what is kept, the backward pass does not, or the reverse."
    ),
    "fault.regulariser_gradient": (
        "{name} (layer {layer}) adds the penalty itself, one number, where its slope belongs, an array."
    ),
    "fault.regulariser_gradient_missing": (
        "{name} (layer {layer}): the loss has a penalty of the weights, the gradient has not."
    ),
    "fault.in_place_aliasing": (
        "{name} (layer {layer}) uses an array that was changed in place after the forward pass."
    ),
    "program.opaque": "The prediction goes through a function whose derivative is not known.",
    "program.loss": "No loss is computed, and no loss that is known has a gradient like any of the steps.",
    "program.no_update": (
        "No step of any parameter was seen: nothing is changed by what depends on itself and on a target."
    ),
    "mistake.empty_gradient": "a gradient left empty",
    "fault.empty_gradient": (
        "{name} (layer {layer}) is an array with nothing in it: what belongs there was never written."
    ),
    "mistake.generator_as_array": "a generator where an array belongs",
    "fault.generator_as_array": (
        "{name} gets a generator, of which NumPy makes no array of numbers: put brackets around it."
    ),
    "program.python_2": "{place} is Python 2, and was read as it is written now: {text}",
    "program.stood_in": "{name} is not installed here: what the program takes of it was stood in for.",
    "program.drawn_otherwise": (
        "{name} is not installed here: what the program takes of it was stood in for. Where it draws at random, the "
        "numbers are other ones."
    ),
    "program.old_name": "{place}: newer versions of NumPy have no {name}.",
    "mistake.weights_never_updated": "the weights are never updated",
    "fault.weights_never_updated": "{name} (layer {layer}): the weights stay as they were.",
    "program.stored": (
        "Outputs that are stored in the notebook are not what a run from the top gives, in cells {cells}: "
        "cell {cell} has {before} where {after} comes out."
    ),
    "program.order": (
        "Cells {cells} were run before cells above them, so outputs stored in the notebook may be of "
        "another state; it was run from the top here."
    ),
    "program.not_called": "{place}: nothing makes an object of {name}; what it would do was not seen.",
    "program.no_file": (
        "{place} wants a file that is not there, and nothing was trained: {text}. Give the file, or "
        "stand its array in: --stub NAME=100x4."
    ),
    "program.no_module": (
        "{place} wants a module that this interpreter has not, and nothing was trained: {text}. Say "
        "which interpreter has it: --python."
    ),
    "program.by_differences": (
        "The gradients are differences of the loss, at parameters moved a little; there is no backward pass to check."
    ),
    "program.stopped": "{place} raises {text}, and nothing was trained before that.",
    "program.no_backward": (
        "There is a forward pass ({names}), and no backward pass: no parameter is ever changed."
    ),
    "program.never_stepped": (
        "Gradients are computed ({names}), but no parameter ever takes a step by them; of no number that is computed "
        "could it be told that it is their loss."
    ),
    "program.never_stepped_compared": (
        "Gradients are computed ({names}), but no parameter ever takes a step by them. Held against the slope of the "
        "loss, these are right, up to a factor that they share: {compared}."
    ),
    "program.stubbed": "{name} is stood in for by random numbers of the shape {shape}.",
    "program.not_run": "The program was not run: what its text alone shows was looked at.",
    "program.network_cut": "The program was run without access to the internet.",
    "program.network_open": "The program was run with access to the internet, which could not be cut off here.",
    "program.places": "{place}; {others}",
    "program.called": "Called by: {places}.",
    "program.change_lines": "{place}, in the place of what stands there:",
    "program.add_lines": "{place}, before what stands there:",
    "program.drop_line": "{place}: leave this line out.",
    "program.own_error": (
        "This program could not be read: {text}. That is a mistake of pizarra's own, not of the program; please report "
        "it, with the program if you can."
    ),
    "program.bridged_integers": (
        "{place} changes an array of integers by fractions, which NumPy refuses: make it of decimal numbers, as 0.0."
    ),
    "program.bridged_generator": (
        "{place} hands NumPy a generator, which newer versions refuse: put square brackets around it."
    ),
    "program.worked": "Worked out",
    "program.confirmed": "Confirmed: with the suggested lines the program was run again, and its gradients are right.",
    "program.no_numpy": "The interpreter has no NumPy, which the recording needs: say which one has it with --python.",
    "program.no_layer": (
        "{place} computes what no layer says, so there is no worked solution of it. What is known: products with "
        "weights, biases, activations one after another."
    ),
    "program.masked": (
        "{place} multiplies values by an array from outside, such as a mask of dropout, which no layer says: there is "
        "no worked solution of it. Take the mask out, or set it to ones."
    ),
    "program.no_loss": (
        "The loss is none that is known: squared error, cross-entropy or binary cross-entropy, so there is no "
        "worked solution of it."
    ),
    "program.other_gradient": (
        "The network that was read has other gradients than the program's own loss, so there is no worked "
        "solution of it."
    ),
    "program.read.of": "This is the network of {name}, with its numbers before the first step; places count from 0.",
    "program.read.implied": "The program computes no loss: the one that its steps come from was taken.",
    "program.read.inside": (
        "The biases of layer {layer} stand among its weights in the program, where ones meet them; here they are apart."
    ),
    "program.read.wrong": (
        "The program does not compute these gradients: pizarra check says which of its lines differ. "
        "Here are those of the network that it computes forward."
    ),
    "program.read.rate": (
        "The program moves its parameters by an optimizer of its own; here they move against the gradient, by {rate}."
    ),
    "program.read.no_rate": "The program's rate is not seen in its steps; here the parameters move by {rate}.",
    "program.read.rates": (
        "The program moves some parameters faster than others; here all move by the rate of most of them."
    ),
    "program.read.penalty": (
        "The program's loss has a penalty of the weights besides, with a slope of its own, which is left out here."
    ),
    "fault.wrong_shape": (
        "{name} (layer {layer}): two shapes were spread over one another here, and the st"
        "ep has more entries than what it changes."
    ),
    "play.title": "Playground: networks that learn, with their mathematics open",
    "play.script": "This page needs JavaScript: it computes everything itself.",
    "play.restart": "Back to the start",
    "play.settings": "What is learnt, and how",
    "play.data": "Data",
    "play.data.circles": "circles",
    "play.data.xor": "exclusive or",
    "play.data.blobs": "two clouds",
    "play.data.spiral": "spiral",
    "play.data.plane": "plane (a number)",
    "play.data.hills": "hills (a number)",
    "play.data.curve": "curve 300·exp(sin x)",
    "play.data.own": "points of my own",
    "play.data.rows": "CSV …",
    "play.noise": "Noise",
    "play.test": "Kept for the test",
    "play.seed": "Seed",
    "play.renew": "New data and weights",
    "play.redraw": "New data alone",
    "play.reweigh": "New weights alone",
    "play.linkhow": (
        "Click a link, or press e, and type its number; ↑ ↓ go to another one. "
        "Thick links weigh more, dashed ones are negative."
    ),
    "play.sine": "sin",
    "play.features": "Inputs",
    "play.network": "Network",
    "play.layer": "Hidden layer {count}",
    "play.fewer": "One unit fewer in hidden layer {count}",
    "play.more": "One unit more in hidden layer {count}",
    "play.deeper": "Add a layer",
    "play.flatter": "Remove a layer",
    "play.activation": "Activation",
    "play.output": "Output and loss",
    "play.output.tanh": "tanh, squared error",
    "play.output.linear": "linear, squared error",
    "play.output.sigmoid": "sigmoid, squared error",
    "play.output.logistic": "sigmoid, cross-entropy",
    "play.learning": "Learning",
    "play.rate": "Learning rate",
    "play.batch": "Batch size",
    "play.penalty": "Regularisation",
    "play.penalty.none": "none",
    "play.strength": "Its strength λ",
    "play.train": "loss over the training data",
    "play.testing": "loss over the test data",
    "play.showtest": "Show the test data",
    "play.discrete": "Only two colours",
    "play.step": "Step",
    "play.epoch": "times through the data",
    "play.trainloss": "Training loss",
    "play.testloss": "test loss",
    "play.picture": "What the network says everywhere, and the data",
    "play.pictureunit": "What one unit says everywhere:",
    "play.ownhow": "Click the picture to add a point; with Shift, one of the other class.",
    "play.ownkeys": "arrow keys move a cross, Enter adds a point",
    "play.clear": "Remove all points",
    "play.rowshow": "Paste or drop rows x₁, x₂, t (or x, t); the last number is what is wanted",
    "play.file": "or a file",
    "play.onefeature": "One input is needed.",
    "play.rows.columns": (
        "Row {row} has another number of columns than two or three, or than the rows before. The "
        "old data stays."
    ),
    "play.rows.cell": "Row {row}: “{cell}” is no number. The old data stays.",
    "play.rows.few": "At least four rows are needed. The old data stays.",
    "play.rows.many": "At most 2000 rows can be used here. The old data stays.",
    "play.rowslarge": "The file is larger than 200 kB. The old data stays.",
    "play.range": "From {least} to {most}; it stays {value}.",
    "play.wholerange": "A whole number from {least} to {most}; it stays {value}.",
    "play.toowide": "Too many to draw: at most 32; it stays {value}.",
    "web.name": "English",
    "web.standard": "pizarra",
    "web.tools": "How it is written",
    "web.notation": "Notation",
    "web.beside": "Beside it",
    "web.nothing": "nothing",
    "web.numpy": "NumPy",
    "web.language": "Language",
    "web.terms": "Terms",
    "web.decimals": "Decimals",
    "web.sign": "Decimal sign",
    "web.detail": "Steps",
    "web.one": "one at a time",
    "web.all": "all open",
    "web.help": (
        "Keys: left and right for the steps, up and down for the entry, g, m and c to fold, 1 to 5 for the chapters, "
        "n for the notation, Esc for the first case. Click any entry to work it out; change a number in the data."
    ),
    "web.without": (
        "Without a mouse: Tab to a formula or to the drawing, and Enter; arrows go from number to number, Enter works "
        "one out, F2 leads to its field, Esc leaves."
    ),
    "web.training": "Gradient descent",
    "web.once": "One step",
    "web.run": "Run",
    "web.stop": "Stop",
    "web.undo": "Undo",
    "web.restart": "Back to the data",
    "web.edit": "Change it, and everything follows",
    "web.paths": "One entry, path by path:",
    "web.paths.purpose": "Multiply along every path from the entry to the loss, and add up the paths.",
    "web.ways": "It reaches the loss along {count} routes; what they bring is added up.",
    "web.many": "There are {count} paths: too many to write down. The steps before add them up layer by layer.",
    "web.before": "Before",
    "web.after": "Next",
    "web.via": "via",
    "web.measured": "by finite differences",
    "web.agrees": "they agree",
    "web.differs": "they differ (is there a kink?)",
    "web.flat": "Dashed, since hardly any gradient passes:",
    "web.dead": "(dead: its slope is 0)",
    "web.saturated": "(saturated: its slope is below 0.05)",
    "web.faint": "Underlined with dots, since the gradient vanishes (less than 1/100 of the output's):",
    "web.table.title": "The drawing as a table",
    "web.table.neurons": "Neurons",
    "web.table.connections": "Connections",
    "web.table.neuron": "neuron",
    "web.table.value": "value",
    "web.table.gradient": "gradient",
    "web.table.bias": "bias",
    "web.table.own": "its gradient",
    "web.table.from": "from",
    "web.table.to": "to",
    "web.table.weight": "weight",
    "web.table.marks": "marks",
    "web.table.lit": "on a lit path",
    "web.table.faint": "(the gradient vanishes)",
    "web.table.more": "{count} more",
    "web.caption": "Values inside, gradients below; lit are the paths of",
    "web.steps": "after {count} steps of training",
    "web.curve": "The loss after each step",
    "web.surface": "What the network says for every pair of inputs, and the samples",
    "web.refused": "The address asks for something that is not here. It was left out: {value}",
    "web.unkept": "Too many numbers were changed, or one is infinite: a link has the choices alone.",
    "web.empty": "Empty. A number is needed here; it stays {value}.",
    "web.letters": "This is no number, such as 0.5 or -1e-3; it stays {value}.",
    "web.large": "Too large for a number here (at most 1.8e308); it stays {value}.",
    "web.mine.title": "Check your own numbers",
    "web.mine.help": (
        "Type or paste yours. Decimal point or comma; a rounded number is right when it rounds "
        "to what belongs there."
    ),
    "web.mine.paste": "Or paste all of it: from a spreadsheet, or as NumPy prints it",
    "web.mine.clear": "Clear",
    "web.mine.back": "Bring back",
    "web.mine.yours": "Yours:",
    "web.mine.right": "All {count} entries are right.",
    "web.mine.one": "It is right.",
    "web.mine.wrong": "Wrong entries: {wrong} of {count}.",
    "web.mine.missing": "Still empty or not readable: {count}.",
    "web.mine.digits": "Judged to {count} decimals.",
    "web.mine.from": "Judged with your own {names}.",
    "web.mine.entry": "{entry}: {mine} is yours, {value} belongs there.",
    "web.mine.more": "and {count} more",
    "web.mine.earlier": "The mistake is earlier, in {it}.",
    "web.mine.drop": "This is what comes out when {it} is missing.",
    "web.mine.sign": "This is what comes out when {it} has the other sign.",
    "web.mine.negative": "This is what comes out with the other sign.",
    "web.mine.scale": "This is what comes out when it is multiplied by {it}.",
    "web.mine.zero": "This is what comes out when nothing arrives.",
    "web.mine.other": "This is what comes out of another formula.",
    "web.mine.gives": "gives yours",
    "web.mine.belongs": "belongs there",
    "web.mine.rivals": "The same numbers come out of these, too:",
    "web.mine.unknown": (
        "None of the usual mistakes gives your numbers. Work out one wrong entry by hand, factor by factor."
    ),
    "web.mine.letters": "This is no number, such as 0.5 or -1e-3.",
    "web.mine.large": "Too large for a number here (at most 1.8e308).",
    "web.mine.ragged": "The rows have different lengths.",
    "web.mine.shape": "{came} came; {wanted} belongs here (rows × columns).",
    "web.mine.turned": "{came} came, turned: {wanted} belongs here (rows × columns).",
    "web.mine.parts": (
        "Some of it is left out (…). Print all of it, with numpy.set_printoptions(threshold=10**6)."
    ),
}
