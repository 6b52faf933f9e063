# An autoencoder for 4x4 pictures of bars; pictures stand in columns.
import numpy as np

rand = np.random.RandomState(6)

pictures = []
for r in range(4):
    for c in range(4):
        img = np.zeros((4, 4))
        img[r, :] = 1
        img[:, c] = 1
        pictures.append(img.flatten())
images = np.array(pictures).T
images = np.clip(images + 0.05 * rand.randn(*images.shape), 0, 1)
pixels, count = images.shape

code = 4
enc_w = rand.randn(code, pixels) * 0.3
enc_b = np.zeros((code, 1))
dec_w = rand.randn(pixels, code) * 0.3
dec_b = np.zeros((pixels, 1))

steps = 800
rate = 8.0
for step in range(steps):
    z_code = enc_w @ images + enc_b
    a_code = np.tanh(z_code)
    z_rec = dec_w @ a_code + dec_b
    rec = 1 / (1 + np.exp(-z_rec))
    loss = ((rec - images) ** 2).mean()

    d_rec = 2 * (rec - images) / rec.size
    d_z_rec = d_rec * rec * (1 - rec)
    d_dec_w = d_z_rec @ a_code.T
    d_dec_b = d_z_rec.sum(1, keepdims=True)
    d_a_code = dec_w.T @ d_z_rec
    d_z_code = d_a_code / np.cosh(z_code) ** 2
    d_enc_w = d_z_code @ images.T
    d_enc_b = d_z_code.sum(1, keepdims=True)

    enc_w -= rate * d_enc_w
    enc_b -= rate * d_enc_b
    dec_w -= rate * d_dec_w
    dec_b -= rate * d_dec_b
    if step % 200 == 0:
        print(f"{step:5d} {loss:.5f}")
