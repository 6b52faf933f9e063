import numpy as np

# ---------------------------------------------------------------
# weekly orange prices, three markets
# would normally be pd.read_csv("oranges.csv"), made up here
# ---------------------------------------------------------------
rng = np.random.default_rng(17)
n_rows = 120
df = {
    "week": np.arange(n_rows) % 52,
    "rain_mm": rng.gamma(2.0, 15.0, n_rows),
    "diesel": rng.normal(1.4, 0.15, n_rows),
    "is_harvest": (rng.random(n_rows) < 0.4).astype(int),
}
df["price"] = (
    2.1
    + 0.3 * np.cos(2 * np.pi * df["week"] / 52)
    + 0.5 * (df["diesel"] - 1.4)
    - 0.35 * df["is_harvest"] * (df["rain_mm"] < 30)
    + rng.normal(0, 0.03, n_rows)
)

features = ["rain_mm", "diesel", "is_harvest"]


def zscore(col):
    return (col - col.mean()) / col.std()


X = np.column_stack([zscore(df[c]) for c in features] + [np.cos(2 * np.pi * df["week"] / 52)])
y = zscore(df["price"])[:, None]

is_train = rng.random(n_rows) < 0.75
X_train, X_test = X[is_train], X[~is_train]
y_train, y_test = y[is_train], y[~is_train]
print({"train": X_train.shape, "test": X_test.shape})

# model: 4 -> 10 -> 1, leaky relu
n_hidden = 10
model = {
    "w_h": rng.normal(0, np.sqrt(2 / X.shape[1]), (X.shape[1], n_hidden)),
    "b_h": np.full(n_hidden, 0.05),
    "w_o": rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, 1)),
    "b_o": np.zeros(1),
}


def leaky(v):
    return np.where(v > 0, v, 0.1 * v)


def predict(data):
    return leaky(data.dot(model["w_h"]) + model["b_h"]).dot(model["w_o"]) + model["b_o"]


def mae(a, b):
    return np.abs(a - b).mean()


log = {"epoch": [], "mse": [], "mae_test": []}
learning_rate = 0.05
for epoch in range(600):
    # forward
    pre = X_train.dot(model["w_h"]) + model["b_h"]
    act = leaky(pre)
    pred = act.dot(model["w_o"]) + model["b_o"]

    # backward
    resid = pred - y_train
    d_pred = resid / len(X_train)
    d_act = d_pred.dot(model["w_o"].T)
    d_pre = np.where(act > 0, d_act, 0.1 * d_act)  # act has the sign of pre

    grads = {
        "w_o": act.T.dot(d_pred),
        "b_o": d_pred.sum(0),
        "w_h": X_train.T.dot(d_pre),
        "b_h": d_pre.sum(0),
    }
    model.update({k: model[k] - learning_rate * g for k, g in grads.items()})

    if epoch % 100 == 0:
        log["epoch"].append(epoch)
        log["mse"].append(round(float((resid**2).mean()), 4))
        log["mae_test"].append(round(float(mae(predict(X_test), y_test)), 4))

for row in zip(*log.values()):
    print(dict(zip(log, row)))

baseline = mae(y_train.mean(), y_test)
print(f"test MAE {mae(predict(X_test), y_test):.3f} (always the mean: {baseline:.3f})")
